import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EmbeddedApiServer } from '../../controller/demo/api-server.ts';
import {
  configSyncResource,
  KubernetesClient,
  type KubernetesObject,
  ListWatch,
  parseKubeConfig,
  systemClock,
} from '../../controller/kubernetes/index.ts';
import { silentLog } from '../../controller/log.ts';
import { NotificationController } from '../../controller/notification/controller.ts';
import { FakeLease } from '../../controller/notification/fake-lease.ts';
import { Journal } from '../../controller/notification/journal.ts';
import { Ledger } from '../../controller/notification/ledger.ts';
import type { Report } from '../../controller/notification/report.ts';
import { StateStore } from '../../controller/notification/state.ts';
import { createApi } from '../../engine/api.ts';
import { parseConfig } from '../../engine/config.ts';
import { HttpClient } from '../../engine/services/http.ts';
import { eventually } from './world.ts';

const rootSyncs = configSyncResource('RootSync');
const ref = { namespace: 'default', name: 'root-sync' };
const prefix = 'notifications.configsync.gke.io';
const annotation = `notified.${prefix}`;

/** The steps of a delivery, in order. */
const steps = ['render', 'send begun', 'accepted', 'patch begun', 'patched', 'report begun', 'reported'] as const;
type Step = (typeof steps)[number];

const never = new Promise<never>(() => undefined);

/** A controller that stops dead, with no effect on the outside any more, when it reaches a step. */
class Mortal {
  dead = false;
  readonly died: Promise<void>;
  private readonly end = Promise.withResolvers<void>();
  private readonly last: Step | undefined;

  constructor(last: Step | undefined) {
    this.last = last;
    this.died = this.end.promise;
  }

  /** Goes on, or never returns. */
  async reach(step: Step): Promise<void> {
    if (step === this.last) this.die();
    if (this.dead) await never;
  }

  /** As `reach`, where nothing can be awaited. */
  reachNow(step: Step): void {
    if (step === this.last) this.die();
    if (this.dead) throw new Error('dead');
  }

  die(): void {
    this.dead = true;
    this.end.resolve();
  }
}

class MortalClient extends KubernetesClient {
  mortal = new Mortal(undefined);
  /** The API server does not answer patches. */
  waits = false;

  override async mergePatch(...args: Parameters<KubernetesClient['mergePatch']>): Promise<KubernetesObject> {
    await this.mortal.reach('patch begun');
    if (this.waits) await never;
    const answer = await super.mergePatch(...args);
    await this.mortal.reach('patched');
    return answer;
  }
}

let server: EmbeddedApiServer;
let client: KubernetesClient;
let accepted: string[];
let reports: Report[];
const closers: (() => Promise<unknown>)[] = [];

beforeEach(async () => {
  server = await new EmbeddedApiServer().start();
  client = new KubernetesClient(await parseKubeConfig(server.kubeconfig(), '/'));
  accepted = [];
  reports = [];
  const annotations = { [`${prefix}/subscribe.on-synced.receiver`]: 'r' };
  await client.create(rootSyncs, { metadata: { ...ref, annotations }, spec: { commit: 'abc' } });
});

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
  rmSync(journalFile, { force: true });
  client.close();
  await server.stop();
});

function apiOf(mortal: Mortal) {
  const data = {
    'service.receiver': '{}',
    'trigger.on-synced': '- {when: sync.spec.commit != nil, oncePer: sync.spec.commit, send: [synced]}',
    'template.synced': 'message: at {{.sync.spec.commit}}',
  };
  const receiver = {
    name: 'receiver',
    parse: () => ({
      send: async ({ message }: { readonly message: string }) => {
        await mortal.reach('send begun');
        accepted.push(message);
        await mortal.reach('accepted');
      },
    }),
  };
  const getVariables = (sync: Record<string, unknown>, destination?: object) => {
    if (destination) mortal.reachNow('render');
    return { sync };
  };
  const host = { http: new HttpClient(), environment: {} };
  const types = new Map([['receiver', receiver]]);
  const { api, problems } = createApi(parseConfig({ namespace: 'default', data }, {}).config, {
    getVariables,
    host,
    types,
  });
  expect(problems).toEqual([]);
  return api;
}

const journalFile = join(tmpdir(), `crash-points-${process.pid}`);

interface Start {
  /** What is sent is taken down where the next one in the same pod finds it. */
  readonly journaled?: boolean;
  /** Where the next one, wherever it is, finds what is not saved. */
  readonly lease?: FakeLease;
  /** Nothing can be saved. */
  readonly savesNothing?: boolean;
}

/** Starts a controller that dies at a step, if one is given. */
async function start(last?: Step, { journaled, lease, savesNothing = false }: Start = {}): Promise<Mortal> {
  const mortal = new Mortal(last);
  const own = new MortalClient(await parseKubeConfig(server.kubeconfig(), '/'));
  own.mortal = mortal;
  own.waits = savesNothing;
  const objects = new ListWatch(own, rootSyncs, { onAdd: changed, onUpdate: changed });
  const apis = [{ api: apiOf(mortal), namespace: undefined }];
  const configuration = { apis, problems: [], warnings: [], clockReads: () => 0 };
  const journal = journaled ? new Journal({ file: journalFile, now: unixSeconds, onError: fail }) : undefined;
  const ledger = lease && new Ledger({ lease, prefix, clock: systemClock, onError: fail });
  ledger?.inherit();
  const controller = new NotificationController({
    objects,
    ledger,
    state: new StateStore({
      client: own,
      resource: rootSyncs,
      objects,
      annotation,
      threadsAnnotation: 'threads',
      journal,
      ledger,
    }),
    configuration: () => configuration,
    report: async (report) => {
      if (report.deliveries.length === 0) return;
      await mortal.reach('report begun');
      reports.push(report);
      await mortal.reach('reported');
    },
    prefixes: [prefix],
    mayAct: () => !mortal.dead,
    onStandby: () => mortal.dead,
    observer: { evaluated: () => undefined, settled: () => undefined },
    maxAttempts: 0,
    resyncMs: 60_000,
    clock: systemClock,
    log: silentLog,
  });
  function changed(object: KubernetesObject) {
    if (!mortal.dead) controller.changed(object);
  }
  closers.push(async () => own.close());
  closers.push(() => objects.stop());
  if (last === undefined) closers.push(() => controller.stop(1_000));
  objects.start();
  await objects.hasSynced;
  return mortal;
}

function unixSeconds(): number {
  return Math.floor(Date.now() / 1000);
}

function fail(error: Error): never {
  throw error;
}

async function savedState(): Promise<string | undefined> {
  return (await client.get(rootSyncs, ref)).metadata.annotations?.[annotation];
}

const delivered = ['at abc'];
const twice = ['at abc', 'at abc'];

/** What is known outside when a controller dies, and what has arrived when its successor has finished. */
interface Aftermath {
  readonly before: readonly string[];
  readonly saved: boolean;
  readonly after: readonly string[];
}

async function dieAndSucceed(step: Step, journaled: boolean, { before, saved, after }: Aftermath): Promise<void> {
  const first = await start(step, { journaled });
  await first.died;
  expect(accepted).toEqual(before);
  expect((await savedState()) !== undefined).toBe(saved);
  reports = [];
  await start(undefined, { journaled });
  await eventually('a report of the delivery', () => reports.find(({ deliveries }) => deliveries.length === 1));
  expect(accepted).toEqual(after);
  expect(await savedState()).toMatch(/^\{"abc:on-synced:\[0\]\.[\w-]{27}:receiver:r":\d{10}\}$/);
}

describe('a controller that dies when it has come to', () => {
  it.each<[Step, Aftermath]>([
    ['render', { before: [], saved: false, after: delivered }],
    ['send begun', { before: [], saved: false, after: delivered }],
    ['accepted', { before: delivered, saved: false, after: twice }],
    ['patch begun', { before: delivered, saved: false, after: twice }],
    ['patched', { before: delivered, saved: true, after: delivered }],
    ['report begun', { before: delivered, saved: true, after: delivered }],
    ['reported', { before: delivered, saved: true, after: delivered }],
  ])('%s leaves a delivery that its successor completes', (step, aftermath) => dieAndSucceed(step, false, aftermath));

  it.each<[Step, Aftermath]>([
    ['send begun', { before: [], saved: false, after: delivered }],
    ['accepted', { before: delivered, saved: false, after: twice }],
    ['patch begun', { before: delivered, saved: false, after: delivered }],
    ['patched', { before: delivered, saved: true, after: delivered }],
    ['reported', { before: delivered, saved: true, after: delivered }],
  ])('%s with a journal leaves a delivery that its successor completes', (step, aftermath) =>
    dieAndSucceed(step, true, aftermath));

  it('patch begun with a journal sends once more when somebody has taken the state away meanwhile', async () => {
    await client.mergePatch(rootSyncs, ref, { metadata: { annotations: { [annotation]: '{"other":1}' } } });
    const first = await start('patch begun', { journaled: true });
    await first.died;
    await client.mergePatch(rootSyncs, ref, { metadata: { annotations: { [annotation]: null } } });
    await start(undefined, { journaled: true });
    await eventually('a second message', () => (accepted.length === 2 ? true : undefined));
  });

  it.each(steps)('%s has nothing more to say', async (step) => {
    const first = await start(step);
    await first.died;
    await start();
    await eventually('a report of the delivery', () => reports.find(({ deliveries }) => deliveries.length === 1));
    const sent = accepted.length;
    await client.mergePatch(rootSyncs, ref, { metadata: { labels: { touched: 'yes' } } });
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(accepted).toHaveLength(sent);
  });
});

describe('a controller that is lost with its journal', () => {
  const more = Array.from({ length: 59 }, (_, i) => `commit-${i}`);
  const everything = ['abc', ...more].map((commit) => `at ${commit}`).sort();

  it('before anything is saved leaves what it has sent to a successor that repeats little of it', async () => {
    const annotations = { [`${prefix}/subscribe.on-synced.receiver`]: 'r' };
    for (const commit of more)
      await client.create(rootSyncs, { metadata: { ...ref, name: commit, annotations }, spec: { commit } });
    const lease = new FakeLease();
    const first = await start(undefined, { journaled: true, lease, savesNothing: true });
    await eventually('all messages', () => (accepted.length === everything.length ? true : undefined));
    first.die();
    expect([...accepted].sort()).toEqual(everything);
    await start(undefined, { lease });
    await eventually('a state of each', async () => {
      const { items } = await client.list(rootSyncs, {});
      const saved = items.filter(({ metadata }) => metadata.annotations?.[annotation] !== undefined);
      return saved.length === everything.length ? true : undefined;
    });
    expect([...new Set(accepted)].sort()).toEqual(everything);
    expect(accepted.length - everything.length).toBeLessThan(12);
  });
});
