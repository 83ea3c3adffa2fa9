import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { cacheFolder } from '../go/build.ts';
import { Authority } from '../wire/authority.ts';
import { alertmanager } from './alertmanager.ts';
import { moto } from './moto.ts';
import { nats } from './nats.ts';
import { type Peer, type PeerWorld, Skipped } from './peer.ts';
import { pubsub } from './pubsub.ts';
import { smtp } from './smtp.ts';

// npm run test:peers [-- --only TEXT]: delivers to real receivers and reads back what has arrived there.

const peers: readonly Peer[] = [alertmanager, ...nats, moto, ...smtp, pubsub];
/** Milliseconds for one peer once it is built. */
const deadline = 90_000;

type Outcome = 'passed' | 'failed' | 'skipped';

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function runOne(peer: Peer, world: Omit<PeerWorld, 'signal'>, interrupt: AbortSignal): Promise<Outcome> {
  let started = Date.now();
  const took = () => `(${((Date.now() - started) / 1000).toFixed(1)} s)`;
  try {
    const command = (await peer.prepare?.({ cache: cacheFolder(process.env), say })) ?? '';
    started = Date.now();
    await peer.run({ ...world, signal: AbortSignal.any([interrupt, AbortSignal.timeout(deadline)]) }, command);
    say(`ok      ${peer.name} ${took()}`);
    return 'passed';
  } catch (error) {
    if (error instanceof Skipped) {
      say(`SKIPPED ${peer.name}: ${error.message}`);
      return 'skipped';
    }
    say(`FAILED  ${peer.name} ${took()}`);
    say(String(error instanceof Error ? error.stack : error).replace(/^/gm, '        '));
    return 'failed';
  }
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { only: { type: 'string', default: '' } } });
  const folder = mkdtempSync(join(tmpdir(), 'argo-notifications-peers-'));
  const interrupt = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.once(signal, () => interrupt.abort(new Error(`ended by ${signal}`)));
  }
  const shared = { folder, authority: new Authority('peers'), stranger: new Authority('stranger') };
  const outcomes: Outcome[] = [];
  try {
    for (const peer of peers.filter(({ name }) => name.includes(values.only))) {
      if (interrupt.signal.aborted) break;
      outcomes.push(await runOne(peer, shared, interrupt.signal));
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const count = (wanted: Outcome) => outcomes.filter((outcome) => outcome === wanted).length;
  if (count('skipped') > 0) say(`${count('skipped')} skipped`);
  say(`${count('passed')} passed, ${count('failed')} failed`);
  process.exitCode = count('failed') > 0 || count('passed') === 0 ? 1 : 0;
}

await main();
