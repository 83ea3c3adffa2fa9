import { type KubernetesObject, ListWatch, type Resource } from '../../controller/kubernetes/index.ts';
import { ManualClock } from '../../controller/kubernetes/manual-clock.ts';
import { silentLog } from '../../controller/log.ts';
import type { Configuration, ScopedApi } from '../../controller/notification/configuration.ts';
import { NotificationController } from '../../controller/notification/controller.ts';
import { StateStore } from '../../controller/notification/state.ts';
import { FakeServer } from './fake-server.ts';

/** The prefix of the annotations of RSyncs. */
export const prefix = 'notifications.configsync.gke.io';

/** A controller over the objects of a fake API server, whose clock stands still. */
export interface World {
  readonly controller: NotificationController;
  readonly watch: ListWatch;
  readonly server: FakeServer;
  /** Another configuration, which the controller is told of. */
  readonly reconfigure: () => void;
  /** Resolves when a new list has been taken in and nothing is left to do. */
  readonly relisted: () => Promise<void>;
  /** Resolves when nothing is left to do. */
  readonly idle: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** A controller that has looked at objects under `apis`, and has nothing left to do. */
export async function worldOf(
  resource: Resource,
  objects: readonly KubernetesObject[],
  apis: readonly ScopedApi[],
): Promise<World> {
  const server = new FakeServer(objects);
  const clock = new ManualClock();
  const watch = new ListWatch(server, resource, {
    onAdd: (object) => controller.changed(object),
    onUpdate: (object) => controller.changed(object),
    onDelete: (object) => controller.deleted(object),
    pageSize: 500,
    clock,
  });
  const configured = (): Configuration => ({ apis, problems: [], warnings: [], clockReads: () => 0 });
  let configuration = configured();
  const controller = new NotificationController({
    objects: watch,
    state: new StateStore({
      client: server,
      resource,
      objects: watch,
      annotation: `notified.${prefix}`,
      threadsAnnotation: `threads.${prefix}`,
    }),
    configuration: () => configuration,
    report: async () => undefined,
    prefixes: [prefix],
    mayAct: () => true,
    onStandby: () => false,
    observer: { evaluated: () => undefined, settled: () => undefined },
    maxAttempts: 100,
    resyncMs: 3_600_000,
    clock,
    log: silentLog,
  });
  const idle = async () => {
    do await turn();
    while (!controller.idle);
  };
  await watch.start().hasSynced;
  await idle();
  return {
    controller,
    watch,
    server,
    reconfigure: () => {
      configuration = configured();
      controller.reconfigured();
    },
    relisted: async () => {
      const { watches } = server;
      watch.relist();
      while (server.watches === watches) await turn();
      await idle();
    },
    idle,
    stop: async () => {
      await watch.stop();
      await controller.stop(0);
      server.close();
    },
  };
}

/** Resolves after all that is ready to run. */
function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
