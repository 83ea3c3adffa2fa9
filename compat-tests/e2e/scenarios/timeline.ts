import { equal, match } from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { World } from '../harness.ts';
import type { Scenario } from '../scenario.ts';
import { synced } from '../statuses.ts';
import { waitFor } from '../wait.ts';

const main = join(import.meta.dirname, '../../../controller/main.ts');
const commit = '9f3c1e7b0a4d5c6e8f901234567890abcdef1234';

/** What `npm start -- --kubeconfig FILE …` runs. */
async function onACluster(world: World): Promise<void> {
  const receiver = await world.receiver();
  await world.configMap();
  await world.secret(receiver);
  const rsync = await world.rsync({ name: 'root-sync', triggers: ['on-sync-synced'] });
  const names = ['--api-kind=RootSync', `--resource-namespace=${world.namespace}`, '--resource-name=root-sync'];
  const refs = ['--cm-name=sync-notifications', '--secret-name=sync-notifications', '--metrics-port=0'];
  const args = [
    '--disable-warning=ExperimentalWarning',
    main,
    'demo',
    '--kubeconfig',
    world.server.kubeconfig(),
    ...names,
    ...refs,
  ];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'], env: {} });
  const exited = once(child, 'exit');
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  try {
    await world.client.setStatus(rsync, synced(commit));
    await receiver.exactly(1);
    await waitFor('the timeline', () => (text.includes('delivered') ? text : undefined), { state: () => text });
  } finally {
    child.kill('SIGTERM');
  }
  equal((await exited)[0], 0);
  match(text, /watching RootSync .*\/root-sync on https:/);
  match(text, /trigger {3}on-sync-synced/);
  match(text, /message {3}on-sync-synced delivered to local/);
}

export const timelineScenarios: readonly Scenario[] = [
  { name: 'the demo follows a cluster as a timeline', run: onACluster },
];
