import { once } from 'node:events';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readFailures, stepsOf } from '../../wire/case.ts';
import type { FailureSubject } from '../../wire/failures.ts';
import { configMapOf } from '../../wire/play-engine.ts';
import { Stub } from '../../wire/stub.ts';
import { createWorld, place, speaking } from '../../wire/world.ts';
import { Child, type Memory } from './child.ts';
import { done, type Task } from './task.ts';

/** One kind of process, and its memory in each round. */
export interface Measured {
  readonly name: string;
  readonly memory: Memory[];
}

interface Row {
  readonly name: string;
  readonly program: 'bare' | 'engine';
  /** Runs `measure` with what the process has to do, while whom it talks to is there. */
  run(measure: (task: Task) => Promise<Memory>): Promise<Memory>;
}

/** Milliseconds between the task's end and the measuring. */
const rest = 700;

const world = createWorld();
const webhookAndSlack = {
  'service.webhook.hook': 'url: https://127.0.0.1/hook\n',
  'service.slack': 'token: $slack-token\n',
  'trigger.on-synced': '- when: sync.status.sync.commit != nil\n  send: [synced]\n',
  'template.synced': 'message: "{{.sync.metadata.name}} is at {{.sync.status.sync.commit}}"\n',
};
const config = {
  data: webhookAndSlack,
  secret: { 'slack-token': 'xoxb-1' },
  environment: {},
  certificate: world.trusted.certificate,
};

/** Memory of bare Node, and of the engine with each service, in rounds that take turns. `folder` has the bundles. */
export async function measureEngine(folder: string, rounds: number, say: (line: string) => void): Promise<Measured[]> {
  const server = createServer(world.trusted.serverFor('127.0.0.1'), (_request, response) => response.end('ok'));
  server.keepAliveTimeout = 60_000;
  await once(server.listen(0, '127.0.0.1'), 'listening');
  try {
    const rows = rowsOf(server);
    const measured = rows.map(({ name }): Measured => ({ name, memory: [] }));
    for (let round = 1; round <= rounds; round++) {
      for (const [i, row] of rows.entries()) {
        const main = join(folder, `${row.program}.mjs`);
        measured[i]?.memory.push(await row.run((task) => memoryOf(main, task)));
      }
      say(`engine: round ${round} of ${rounds}`);
    }
    return measured;
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

async function memoryOf(main: string, task: Task): Promise<Memory> {
  const child = new Child(process.execPath, [main, JSON.stringify(task)]);
  try {
    await child.until((output) => output.startsWith(done));
    await sleep(rest);
    return child.memory();
  } finally {
    await child.stop();
  }
}

/** Names of the rows that others are compared with. */
export const names = {
  bare: 'bare Node',
  connected: 'bare Node with an HTTPS connection open',
  engine: 'the engine beside it, `webhook` and `slack` configured',
} as const;

function rowsOf(server: Server): Row[] {
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const connection = { url, certificate: world.trusted.certificate };
  return [
    { name: names.bare, program: 'bare', run: (measure) => measure({}) },
    { name: names.connected, program: 'bare', run: (measure) => measure({ connection }) },
    { name: names.engine, program: 'engine', run: (measure) => measure({ connection, config }) },
    ...readFailures<FailureSubject>().map(([type, subject]) => serviceRow(type, subject, connection)),
  ];
}

/** The engine with one more service, which has sent once. */
function serviceRow(type: string, subject: FailureSubject, connection: NonNullable<Task['connection']>): Row {
  const run: Row['run'] = async (measure) => {
    const stub = await Stub.start({ authority: world.trusted, ...speaking(subject) });
    stub.reply([subject.success ?? {}]);
    const secret = Object.entries(subject.secret).map(([key, value]) => [key, world.keys[value] ?? value]);
    const placed = place({ ...subject, id: '' }, stub.port, world);
    const [step] = stepsOf(placed);
    if (!step) throw new Error(`${type} has nothing to send`);
    try {
      return await measure({
        connection,
        config: {
          ...config,
          data: { ...webhookAndSlack, ...configMapOf(placed).data },
          secret: { ...config.secret, ...Object.fromEntries(secret) },
          environment: placed.environment,
        },
        delivery: { template: step.name, variables: { sync: {}, ...step.env }, destination: step.destination },
      });
    } finally {
      await stub.stop();
    }
  };
  return { name: type, program: 'engine', run };
}
