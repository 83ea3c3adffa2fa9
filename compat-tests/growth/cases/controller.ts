import { configSyncResource, type KubernetesObject } from '../../../controller/kubernetes/index.ts';
import { Store } from '../../../controller/kubernetes/store.ts';
import { WorkQueue } from '../../../controller/kubernetes/work-queue.ts';
import { SharedThreads } from '../../../controller/notification/threads.ts';
import { createApi } from '../../../engine/api.ts';
import { parseConfig } from '../../../engine/config.ts';
import { HttpClient } from '../../../engine/services/http.ts';
import { copiesOf, told } from '../../operations/paths.ts';
import { prefix, type World, worldOf } from '../../operations/world.ts';
import { type GrowthCase, upTo } from '../case.ts';
import { apiOf, holding, rsync, subscribed } from './evaluation.ts';

const area = 'a controller';
const apis = [{ api: apiOf(holding(2)), namespace: undefined }];

/** What is done in a world of n RSyncs that have been told of everything. */
const among =
  (act: (world: World) => unknown): GrowthCase['prepare'] =>
  async (n) => {
    const copies = copiesOf(rsync(subscribed(2)), n);
    const world = await worldOf(
      configSyncResource('RootSync'),
      await Promise.all(copies.map((each) => told(each, apis))),
      apis,
    );
    return async () => {
      await act(world);
      await world.idle();
    };
  };

/** What n objects, or n recipients of one, are told of by a receiver that accepts all. */
const telling =
  (subscribers: (n: number) => readonly KubernetesObject[]): GrowthCase['prepare'] =>
  (n) => {
    const receiver = { name: 'receiver', parse: () => ({ send: async () => undefined }) };
    const data = { 'service.receiver': '{}', 'trigger.t0': '- {when: "true", send: [p]}', 'template.p': 'message: m' };
    const options = {
      getVariables: () => ({}),
      host: { http: new HttpClient() },
      types: new Map([['receiver', receiver]]),
    };
    const { api } = createApi(parseConfig({ data }).config, options);
    const all = subscribers(n).map((object) => ({ ...object, metadata: { ...object.metadata, resourceVersion: '1' } }));
    return async () => {
      const world = await worldOf(configSyncResource('RootSync'), all, [{ api, namespace: undefined }]);
      return world.stop;
    };
  };

const receiving = (recipients: number) => rsync({ [`${prefix}/subscribe.t0.receiver`]: upTo(recipients).join(';') });

function objects(n: number): KubernetesObject[] {
  return copiesOf(rsync({}), n).map((object) => ({
    ...object,
    metadata: { ...object.metadata, resourceVersion: '1' },
  }));
}

/** List-watch, work queue and controller. */
export const controllerCases: readonly GrowthCase[] = [
  { area, name: 'objects listed again', size: 250, counted: 50, prepare: among((world) => world.relisted()) },
  {
    area,
    name: 'objects looked at again',
    size: 250,
    counted: 50,
    prepare: among((world) => world.controller.lookAtAll()),
  },
  {
    area,
    name: 'objects under a new configuration',
    size: 100,
    counted: 25,
    prepare: among((world) => world.reconfigure()),
  },
  {
    area,
    name: 'objects that are told of something',
    size: 100,
    counted: 25,
    prepare: telling((n) => copiesOf(receiving(1), n)),
  },
  {
    area,
    name: 'recipients of one object',
    size: 25,
    allowed: 'quadratic: each delivery is written down, up to 128 KiB of state',
    prepare: telling((n) => [receiving(n)]),
  },
  {
    area,
    name: 'objects counted for metrics',
    size: 250,
    counted: 50,
    prepare: among(({ controller }) => {
      for (let i = 0; i < 1_000; i++) if (controller.counts.pending > 0) throw new Error('something is pending');
    }),
  },
  {
    area: 'a work queue',
    name: 'keys',
    size: 5_000,
    counted: 100,
    prepare: (n) => async () => {
      let done = 0;
      const queue = new WorkQueue({ work: async () => void done++ });
      for (const i of upTo(n)) queue.add(`namespace/object-${i}`);
      while (done < n) await new Promise((resolve) => setImmediate(resolve));
    },
  },
  {
    area: 'a store',
    name: 'objects listed',
    size: 2_000,
    counted: 100,
    prepare: (n) => {
      const all = objects(n);
      return () => {
        const store = new Store({});
        for (let round = 0; round < 2; round++) {
          const take = store.listing();
          for (let i = 0; i < n; i += 500) take(all.slice(i, i + 500), i + 500 >= n);
        }
      };
    },
  },
  {
    area: 'threads of all objects',
    name: 'objects, each with a delivery',
    size: 200,
    counted: 50,
    prepare: (n) => () => {
      const store = new Store({});
      const threads = new SharedThreads('threads');
      store.follow((object) => threads.saw(object));
      store.listing()(objects(n), true);
      for (const object of objects(n)) {
        threads.get({ service: 'slack', recipient: 'r', groupingKey: object.metadata.name, access: 'a' }, object);
        store.written({ ...object, metadata: { ...object.metadata, resourceVersion: '2' } });
      }
    },
  },
];
