import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EmbeddedApiServer } from '../demo/api-server.ts';
import { EventRecorder, KubernetesClient, type KubernetesObject, parseKubeConfig } from '../kubernetes/index.ts';
import { ManualClock } from '../kubernetes/manual-clock.ts';
import { silentLog } from '../log.ts';
import type { Farewell } from './host.ts';
import { Inventory } from './inventory.ts';
import { parseManagerOptions } from './options.ts';
import { Reconciler } from './reconcile.ts';
import { repoSyncs } from './resources.ts';
import { rsyncOf } from './test-objects.ts';

const key = 'RepoSync/bookinfo/repo-sync';
const at = { name: 'repo-sync', namespace: 'bookinfo' };
const config = { notificationConfig: { configMapRef: { name: 'alerts' } } };

let server: EmbeddedApiServer;
let client: KubernetesClient;
let clock: ManualClock;
let told: Farewell;
let asked: KubernetesObject[];

beforeEach(async () => {
  server = await new EmbeddedApiServer().start();
  client = new KubernetesClient(await parseKubeConfig(server.kubeconfig(), '/'));
  clock = new ManualClock();
  told = 'telling';
  asked = [];
});

afterEach(async () => {
  client.close();
  await server.stop();
});

/** A reconciler whose manager runs a process for every RSync already. */
function reconciler(...flags: readonly string[]): Reconciler {
  const options = parseManagerOptions(['--image=notification:1', ...flags], {});
  const onError = () => undefined;
  const { systemNamespace } = options;
  return new Reconciler({
    client,
    inventory: new Inventory({ client, systemNamespace, onChange: onError, onError }),
    events: new EventRecorder(client, { component: 'manager', onError }),
    host: {
      has: () => true,
      keep: () => undefined,
      dismiss: async () => undefined,
      farewell: (_key, _wanted, object) => {
        asked.push(object);
        return told;
      },
    },
    options,
    clock,
    log: silentLog,
  });
}

describe('the deletion of an RSync', () => {
  const gone = rsyncOf('RepoSync', at, config);

  it('is waited for until it is told', async () => {
    const given = reconciler();
    expect(await given.partFrom(key, gone, clock.now())).toBeGreaterThan(0);
    told = 'told';
    expect(await given.partFrom(key, gone, clock.now())).toBe(0);
    expect(asked).toEqual([gone, gone]);
  });

  it('is waited for at most half a minute', async () => {
    const given = reconciler();
    const since = clock.now();
    await clock.pass(29_900);
    expect(await given.partFrom(key, gone, since)).toBe(100);
    await clock.pass(100);
    expect(await given.partFrom(key, gone, since)).toBe(0);
  });

  it('is not told when it is there after all, and only not selected any more', async () => {
    const there = await client.create(repoSyncs, { metadata: at, spec: config });
    const given = reconciler();
    expect(await given.partFrom(key, there, clock.now())).toBe(0);
    expect(await given.partFrom(key, gone, clock.now()), 'another RSync of the name').toBeGreaterThan(0);
    expect(asked).toEqual([gone]);
  });

  it.each<[string, KubernetesObject, readonly string[]]>([
    ['had not asked for notifications', rsyncOf('RepoSync', at), []],
    ['named no ConfigMap', rsyncOf('RepoSync', at, { notificationConfig: {} }), []],
    ['has a process elsewhere, which is gone as well', rsyncOf('RepoSync', at, config), ['--mode=deployment']],
  ])('is nothing to wait for when it %s', async (_what, rsync, flags) => {
    expect(await reconciler(...flags).partFrom(key, rsync, clock.now())).toBe(0);
    expect(asked).toEqual([]);
  });
});
