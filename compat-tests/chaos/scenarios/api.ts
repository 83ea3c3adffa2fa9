import { setTimeout as sleep } from 'node:timers/promises';
import type { Arena } from '../arena.ts';
import type { Contender, StartOptions } from '../contender.ts';
import type { Field } from '../field.ts';
import { type Fault, FaultProxy } from '../proxy.ts';
import { brokenBy, type Row, type Scenario } from '../scenario.ts';
import { arrived } from './arrived.ts';

interface Trouble {
  readonly objects: number;
  /** What goes wrong, until `over`; resolves when all is well again. */
  readonly cause: (arena: Arena, field: Field, proxy: FaultProxy, over: AbortSignal) => Promise<void>;
  readonly start?: Partial<StartOptions>;
}

const rounds = 4;

/** Objects change a few times while there is trouble, and once more when it is over. */
async function meet(arena: Arena, contender: Contender, trouble: Trouble): Promise<Row> {
  const field = await arena.field(contender);
  const proxy = await FaultProxy.start(arena.server.access());
  try {
    await field.create(arena.scaled(trouble.objects, 20));
    if (contender.name === 'ours') await field.createNotifications();
    arena.start(contender, field, { kubeconfig: arena.file(proxy.kubeconfig()), ...trouble.start });
    const over = new AbortController();
    await sleep(2_000);
    const cause = trouble.cause(arena, field, proxy, over.signal);
    for (let round = 0; round < rounds; round++) {
      await field.commit(`round-${round}`);
      await field.settle(contender.name === 'ours' ? 60_000 : 5_000, 0);
    }
    over.abort();
    await cause;
    await field.commit('last');
    await field.settle(contender.name === 'ours' ? 60_000 : 20_000);
  } finally {
    await arena.stopPrograms();
    await proxy.stop();
  }
  const tally = field.tally();
  const broken = contender.name === 'ours' ? brokenBy(tally) : undefined;
  return { contender: contender.name, ...tally, notes: `${rounds + 1} changes of ${field.names.length}`, broken };
}

async function every(ms: number, over: AbortSignal, work: () => Promise<void> | void): Promise<void> {
  while (!over.aborted) {
    await work();
    await sleep(ms);
  }
}

function patchFaults(arena: Arena): Fault {
  const chance = arena.random.next();
  if (chance < 0.3) return { status: 409 };
  if (chance < 0.5) return { status: 500 };
  return chance < 0.6 ? { status: 500, afterwards: true } : 'pass';
}

const conflicts: Trouble['cause'] = async (arena, _field, proxy, over) => {
  proxy.decide = (method, path) =>
    method === 'PATCH' && !over.aborted && /\/(rootsyncs|notifications)\/[^/?]+/.test(path)
      ? patchFaults(arena)
      : 'pass';
};

const bad = { 'template.synced': 'webhook: [', 'trigger.on-synced': '- when: (((', 'service.webhook.other': 'url: [' };

const troubles: Readonly<Record<string, Trouble>> = {
  'watch-cut': {
    objects: 200,
    cause: (_arena, _field, proxy, over) => every(1_000, over, () => proxy.cutWatches()),
  },
  gone: {
    objects: 200,
    cause: async (arena, _field, proxy, over) => {
      proxy.decide = (_method, path) =>
        !over.aborted && /[?&]watch=/.test(path) && arena.random.chance(0.3) ? { status: 410 } : 'pass';
      await every(1_000, over, () => proxy.expireWatches());
    },
  },
  conflicts: { objects: 200, cause: conflicts },
  'state-on-notification': { objects: 200, cause: conflicts, start: { flags: ['--state-store=notification'] } },
  flapping: {
    objects: 200,
    cause: async (_arena, field, _proxy, over) => {
      const good = { ...field.config(), 'service.webhook.other': null };
      await every(200, over, async () => {
        await field.setConfig(bad);
        await sleep(200);
        await field.setConfig(good);
      });
    },
  },
};

function trouble(name: string, title: string): Scenario {
  return {
    name,
    title: `${title}, while 200 RootSyncs change ${rounds} times; they change once more when it is over`,
    promise: 'none lost or doubled',
    run: async (arena) => {
      const rows: Row[] = [];
      const found = troubles[name] as Trouble;
      const contenders = arena.contenders.filter((contender) => contender.name === 'ours' || !found.start);
      for (const contender of contenders) rows.push(await meet(arena, contender, found));
      return rows;
    },
  };
}

async function restart(arena: Arena, contender: Contender): Promise<Row> {
  const field = await arena.field(contender);
  await field.create(arena.scaled(1_000, 40));
  await field.commit('a');
  arena.start(contender, field);
  await arrived(field, field.names.length / 3, 60_000);
  await arena.server.stopApiserver('SIGKILL');
  await sleep(3_000);
  await arena.server.startApiserver();
  await field.settle(contender.name === 'ours' ? 90_000 : 20_000, 0);
  await field.commit('b');
  await field.settle(contender.name === 'ours' ? 90_000 : 40_000);
  await arena.stopPrograms();
  const tally = field.tally();
  const broken = contender.name === 'ours' ? brokenBy(tally) : undefined;
  return { contender: contender.name, ...tally, notes: '', broken };
}

export const apiScenarios: readonly Scenario[] = [
  {
    name: 'api-killed',
    title: 'the API server is killed during 1,000 deliveries and started 3 s later; then the RootSyncs change again',
    promise: 'none lost or doubled',
    run: async (arena) => {
      const rows: Row[] = [];
      for (const contender of arena.contenders) rows.push(await restart(arena, contender));
      return rows;
    },
  },
  trouble('watch-cut', 'every watch is cut each second in the middle of a line'),
  trouble('gone', 'every watch is answered or ended with 410 each second'),
  trouble('conflicts', 'patches are answered 409 (30 %) and 500 (30 %, a third of them applied)'),
  trouble('state-on-notification', 'the same with --state-store=notification'),
  trouble('flapping', 'the ConfigMap flaps every 200 ms between good and bad'),
];
