import { deepEqual, equal } from 'node:assert/strict';
import type { World } from '../harness.ts';
import { both, type Scenario } from '../scenario.ts';
import { failed, type SyncError, synced, unfetched } from '../statuses.ts';

const good = '9f3c1e7b0a4d5c6e8f901234567890abcdef1234';
const bad = '0b7d2a9c4e1f60718293a4b5c6d7e8f901234567';
const worse = '4d1c0ffee0a4d5c6e8f901234567890abcdef123';

function noBranch(branch: string): SyncError {
  const errorMessage = `KNV2004: git fetch: "fatal: couldn't find remote ref ${branch}"\n\nSee g.co/knv2004`;
  return { code: '2004', errorMessage };
}

const cycle: SyncError = {
  code: '2009',
  errorMessage:
    'KNV2009: invalid objects: ["a", "b"] cyclic dependency: /a -> /b; /b -> /a\n\nSee <g.co/knv2009> & more',
};

/** The body for errors in text/template's JavaScript escapes, `escaped` in source form. */
function body(kind: string, commit: string, ...escaped: string[]): string {
  const errors = escaped.map((text) => `${text}\\n\\n`).join('');
  const raw = `${kind} root-sync failed to sync commit ${commit} on branch main!\\n\\n${errors}`;
  return `{\n  "content": {\n    "raw": "${raw}"\n  }\n}`;
}

const escapedCycle = String.raw`KNV2009: invalid objects: [\"a\", \"b\"] cyclic dependency: /a -\u003E /b; /b -\u003E /a\u000A\u000ASee \u003Cg.co/knv2009\u003E \u0026 more`;

function escapedNoBranch(branch: string): string {
  return String.raw`KNV2004: git fetch: \"fatal: couldn\'t find remote ref ${branch}\"\u000A\u000ASee g.co/knv2004`;
}

async function commitAndErrors(world: World): Promise<void> {
  const receiver = await world.receiver();
  await world.configMap();
  await world.secret(receiver);
  const rsync = await world.rsync({ name: 'root-sync', triggers: ['on-sync-failed'] });
  await world.process(rsync);

  await world.client.setStatus(rsync, unfetched(noBranch('absent')));
  await receiver.exactly(1);
  await world.client.setStatus(rsync, unfetched(noBranch('gone')));
  await receiver.exactly(2);
  await world.client.setStatus(rsync, synced(good));
  await receiver.exactly(2);
  await world.client.setStatus(rsync, failed(bad, [cycle], good));
  await receiver.exactly(3);
  await world.client.setStatus(rsync, { ...failed(bad, [cycle], good), observedGeneration: 2 });
  await receiver.exactly(3);
  await world.client.setStatus(rsync, failed(worse, [cycle, noBranch('x')], good));
  await receiver.exactly(4);

  const { kind } = rsync;
  deepEqual(receiver.bodies, [
    body(kind, '', escapedNoBranch('absent')),
    body(kind, '', escapedNoBranch('gone')),
    body(kind, bad, escapedCycle),
    body(kind, worse, escapedCycle, escapedNoBranch('x')),
  ]);
  const { content } = JSON.parse(receiver.bodies[2] ?? '') as { content: { raw: string } };
  equal(content.raw, `${kind} root-sync failed to sync commit ${bad} on branch main!\n\n${cycle.errorMessage}\n\n`);
}

export const failedScenarios: readonly Scenario[] = [
  { name: 'a failure is told once per commit and errors', run: commitAndErrors, upstream: true, managed: both },
];
