import type { ControllerError } from '../errors.ts';
import {
  type Clock,
  type Connection,
  configSyncResource,
  KubernetesClient,
  ListWatch,
  systemClock,
} from '../kubernetes/index.ts';
import type { Log } from '../log.ts';
import { ConfigurationSource } from '../notification/configuration.ts';
import { NotificationController } from '../notification/controller.ts';
import { StateStore } from '../notification/state.ts';
import type { NotificationOptions } from '../options.ts';
import { StatusWriter } from './notification-status.ts';
import { variablesFor } from './variables.ts';

export interface ProcessDependencies {
  readonly connection: Connection;
  readonly log: Log;
  readonly clock?: Clock;
  /** The environment that outgoing requests take their proxy from. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/** The annotation prefixes under which subscriptions count; the first is ours and carries the state. */
export const annotationPrefixes = ['notifications.configsync.gke.io', 'notifications.argoproj.io'] as const;

const fieldManager = 'notification-controller';

/** The notification process of one RSync, or of every RSync of a namespace. */
export class NotificationProcess {
  private readonly options: NotificationOptions;
  private readonly log: Log;
  private readonly client: KubernetesClient;
  private readonly rsyncs: ListWatch;
  private readonly configuration: ConfigurationSource;
  private readonly controller: NotificationController;

  constructor(options: NotificationOptions, dependencies: ProcessDependencies) {
    const { connection, log, clock = systemClock, environment = {} } = dependencies;
    this.options = options;
    this.log = log;
    this.client = new KubernetesClient(connection, { fieldManager });
    const { client } = this;
    const resource = configSyncResource(options.apiKind, options.apiVersion, options.apiGroup);
    this.rsyncs = new ListWatch(client, resource, {
      namespace: options.resourceNamespace,
      fieldSelector: options.resourceName && `metadata.name=${options.resourceName}`,
      onAdd: (object) => this.controller.changed(object),
      onUpdate: (object) => this.controller.changed(object),
      onDelete: (object) => this.controller.deleted(object),
      onError: (error) => this.warn(error),
      clock,
    });
    this.configuration = new ConfigurationSource({
      client,
      namespace: options.resourceNamespace,
      configMapName: options.configMapName,
      secretName: options.secretName,
      strict: options.strictConfig,
      variables: variablesFor,
      environment,
      clock,
      log,
      onChange: () => this.controller.reconfigured(),
      onError: (error) => this.warn(error),
    });
    const writer = new StatusWriter({
      client,
      resource: configSyncResource('Notification', options.apiVersion, options.apiGroup),
      create: options.createNotification,
      log,
      now: () => new Date(clock.now()).toISOString().replace(/\.\d+Z$/, 'Z'),
    });
    this.controller = new NotificationController({
      objects: this.rsyncs,
      state: new StateStore({
        client,
        resource,
        objects: this.rsyncs,
        annotation: `notified.${annotationPrefixes[0]}`,
      }),
      configuration: () => this.configuration.current,
      report: (report) => writer.write(report),
      prefixes: annotationPrefixes,
      resyncMs: options.resyncPeriodMs,
      clock,
      log,
    });
  }

  /** Resolves when the first RSyncs have been read; never rejects, failures are logged and tried again. */
  async start(): Promise<void> {
    const { apiKind, resourceNamespace, resourceName, configMapName, secretName } = this.options;
    this.log.info({ apiKind, resourceNamespace, resourceName, configMapName, secretName }, 'starting');
    await this.configuration.start();
    await this.rsyncs.start().hasSynced;
    if (resourceName !== undefined && this.rsyncs.size === 0) {
      this.log.info(
        { event: 'absent', resource: `${resourceNamespace}/${resourceName}` },
        `there is no such ${apiKind} yet`,
      );
    }
  }

  /** Stops watching, finishes the deliveries under way within the grace period, and closes every connection. */
  async stop(): Promise<void> {
    this.log.info({}, 'stopping');
    const stopped = Promise.all([this.rsyncs.stop(), this.configuration.stop()]);
    await this.controller.stop(this.options.gracePeriodMs);
    await stopped;
    this.configuration.close();
    this.client.close();
  }

  private warn(error: ControllerError): void {
    this.log.warn({ code: error.code, err: error.message }, 'the API server does not answer as expected');
  }
}
