import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { life } from '../../controller/demo/life.ts';
import { run } from '../program.ts';
import { testIo } from '../test-io.ts';

const root = join(import.meta.dirname, '../..');
const catalog = ['--config-map', join(root, 'deploy/catalog/configmap.yaml'), '--secret', ':empty'];
const shared = join(root, '../shared/data/rsync-examples');
const prefix = 'notifications.configsync.gke.io';

/** A RootSync in a state of the demo's. */
function rootSync(state: string, annotations: Readonly<Record<string, string>> = {}): string {
  const status = life.find((step) => step.state === state)?.status ?? {};
  const metadata = { name: 'root-sync', namespace: 'config-management-system', uid: '1', annotations };
  return JSON.stringify({ apiVersion: 'configsync.gke.io/v1beta1', kind: 'RootSync', metadata, status });
}

async function explained(object: string, ...args: readonly string[]) {
  const io = testIo({ files: { '/object.json': object } });
  const code = await run(['explain', '/object.json', ...args], io);
  return { code, out: io.out(), err: io.err() };
}

describe('explain', () => {
  it('says in a line why each trigger fires or does not', async () => {
    const { code, out } = await explained(rootSync('source error'), ...catalog);
    expect(code).toBe(0);
    expect(out).toBe(`RootSync config-management-system/root-sync
on-reconciler-created          fires  always
  nobody is subscribed
on-reconciler-deleted          no     sync.metadata.deletionTimestamp != nil is false: sync.metadata.deletionTimestamp is nil
on-reconciler-deletion-failed  no     none of 2 has .type == "ReconcilerFinalizerFailure"
on-reconciler-reconciling      no     sync.status.conditions[0]: .status == "True" is false: .status is "False"
on-reconciler-stalled          no     none of 2 has .type == "Stalled"
on-sync-failed                 fires  sync.status.conditions[1] fits
  nobody is subscribed
on-sync-pending                no     sync.status.conditions[1]: .status == "True" is false: .status is "False"
on-sync-synced                 no     sync.status.conditions[1]: .message == "Sync Completed" is false: .message is "Source"
`);
  });

  it('tells what was sent, and what would be', async () => {
    const subscribed = { [`${prefix}/subscribe.on-sync-synced.slack`]: 'ops;dev' };
    const before = await explained(rootSync('synced', subscribed), ...catalog, '-o', 'json');
    const json = JSON.parse(before.out) as {
      triggers: { name: string; conditions: { key: string; oncePer: string }[] }[];
    };
    const [condition] = json.triggers.find(({ name }) => name === 'on-sync-synced')?.conditions ?? [];
    expect((await explained(rootSync('synced', subscribed), ...catalog)).out).toContain(
      '  slack:ops: would be sent now (sync-synced)\n  slack:dev: would be sent now (sync-synced)\n',
    );
    const key = `${condition?.oncePer}:on-sync-synced:${condition?.key}:slack:ops`;
    const state = { [`notified.${prefix}`]: JSON.stringify({ [key]: 1_700_000_000 }) };
    const after = await explained(rootSync('synced', { ...subscribed, ...state }), ...catalog);
    expect(after.out).toContain(
      '  slack:ops: sent 2023-11-14T22:13:20Z\n  slack:dev: would be sent now (sync-synced)\n',
    );
  });

  it('shows a trigger part by part when it is named', async () => {
    const { out } = await explained(rootSync('stalled'), 'on-reconciler-stalled', ...catalog);
    expect(out).toContain('  any(sync.status.conditions ?? [], #.type == "Stalled" && #.status == "True") = true\n');
    expect(out).toContain(
      '    sync.status.conditions[1] = true\n      .type == "Stalled" = true\n        .type = "Stalled"\n',
    );
  });

  it('says what a condition that fails lacks', async () => {
    const config = `{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"cm"},"data":{"trigger.t":"[{when: sync.status.a.b == 1, send: []}]"}}`;
    const io = testIo({ files: { '/o.json': rootSync('synced'), '/cm.yaml': config } });
    expect(await run(['explain', '/o.json', '--config-map', '/cm.yaml', '--secret', ':empty'], io)).toBe(0);
    expect(io.out()).toContain('t  fails  failed to execute when condition: cannot fetch b from <nil> (1:15)');
  });

  it('knows near names', async () => {
    expect(await explained(rootSync('synced'), 'on-sync-sync', ...catalog)).toMatchObject({
      code: 1,
      err: expect.stringContaining('on-sync-synced'),
    });
  });

  it.skipIf(!existsSync(shared))('fits a screen for every RSync example (needs the shared data)', async () => {
    for (const file of readdirSync(shared).filter((name) => !/^2[345]-/.test(name))) {
      const io = testIo();
      expect(await run(['explain', join(shared, file), ...catalog], io), file).toBe(0);
      const lines = io.out().trimEnd().split('\n');
      expect(lines.length, file).toBeLessThanOrEqual(24);
      expect(lines.filter((line) => /^on-.* (?:fires|no|fails) +\S/.test(line)).length, file).toBe(8);
    }
  });
});
