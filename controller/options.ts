import type { Command } from 'commander';
import { ControllerError } from './errors.ts';
import {
  commandOf,
  durationMs,
  type Environment,
  type Flags,
  logLevels,
  oneOf,
  parseFlags,
  wholeNumber,
} from './flags.ts';

/** What a notification process is told by flags and environment. */
export interface NotificationOptions {
  readonly apiGroup: string;
  readonly apiVersion: string;
  /** `RootSync` or `RepoSync`. */
  readonly apiKind: string;
  readonly resourceNamespace: string;
  /** Namespace of the ConfigMap and the Secret. */
  readonly configNamespace: string;
  /** Undefined serves every RSync of the namespace. */
  readonly resourceName: string | undefined;
  readonly configMapName: string;
  readonly secretName: string | undefined;
  readonly resyncPeriodMs: number;
  readonly kubeconfig: string | undefined;
  readonly createNotification: boolean;
  readonly strictConfig: boolean;
  /** Act only while holding a Lease. */
  readonly leaderElect: boolean;
  /** Tries before a notification is given up; 0 never gives up. */
  readonly maxAttempts: number;
  /** Where the state is kept: on the RSync or on its Notification. */
  readonly stateStore: StateStoreKind;
  /** Port of metrics and health; 0 serves none. */
  readonly metricsPort: number;
  readonly metricsPrefix: string;
  readonly gracePeriodMs: number;
  readonly logLevel: string;
}

export type StateStoreKind = 'resource' | 'notification';

const flags: Flags = {
  apiGroup: {
    flag: 'api-group',
    argument: 'group',
    env: 'NOTIFICATION_API_GROUP',
    fallback: 'configsync.gke.io',
    help: 'API group of the RSync',
  },
  apiVersion: {
    flag: 'api-version',
    argument: 'version',
    env: 'NOTIFICATION_API_VERSION',
    fallback: 'v1beta1',
    help: 'API version of the RSync',
  },
  apiKind: { flag: 'api-kind', argument: 'kind', env: 'NOTIFICATION_API_KIND', help: 'RootSync or RepoSync' },
  resourceName: {
    flag: 'resource-name',
    argument: 'name',
    env: 'NOTIFICATION_RESOURCE_NAME',
    help: 'name of the RSync; without one, every RSync of the namespace',
  },
  resourceNamespace: {
    flag: 'resource-namespace',
    argument: 'namespace',
    env: 'NOTIFICATION_RESOURCE_NAMESPACE',
    help: 'namespace of the RSync and its Notification',
  },
  configNamespace: {
    flag: 'config-namespace',
    argument: 'name',
    env: 'NOTIFICATION_CONFIG_NAMESPACE',
    help: "namespace of the ConfigMap and the Secret; without one, the RSync's",
  },
  resyncPeriod: {
    flag: 'resync-period',
    argument: 'duration',
    env: 'NOTIFICATION_RESYNC_PERIOD',
    fallback: '1m',
    help: 'how often an unchanged RSync is evaluated again, as a Go duration',
  },
  cmName: {
    flag: 'cm-name',
    argument: 'name',
    env: 'NOTIFICATION_CONFIGMAP_NAME',
    help: 'name of the ConfigMap with triggers, templates and services',
  },
  secretName: {
    flag: 'secret-name',
    argument: 'name',
    env: 'NOTIFICATION_SECRET_NAME',
    help: 'name of the Secret that services refer to',
  },
  kubeconfig: {
    flag: 'kubeconfig',
    argument: 'file',
    env: 'KUBECONFIG',
    help: 'kubeconfig file; without one, the credentials of the pod',
  },
  leaderElect: {
    flag: 'leader-elect',
    argument: 'bool',
    fallback: 'true',
    help: 'act only while holding a Lease, so that of several processes one sends',
  },
  maxAttempts: {
    flag: 'max-attempts',
    argument: 'n',
    fallback: '100',
    help: 'tries before a notification is given up; 0 never gives up',
  },
  stateStore: {
    flag: 'state-store',
    argument: 'where',
    fallback: 'resource',
    help: 'keep the state in an annotation of the RSync (resource) or of its Notification (notification)',
  },
  metricsPort: {
    flag: 'metrics-port',
    argument: 'port',
    fallback: '9001',
    help: 'port of /metrics, /healthz and /readyz; 0 serves none',
  },
  metricsPrefix: {
    flag: 'metrics-prefix',
    argument: 'prefix',
    fallback: 'configsync',
    help: 'what the names of metrics begin with',
  },
  gracePeriod: {
    flag: 'grace-period',
    argument: 'duration',
    fallback: '20s',
    help: 'how long SIGTERM waits for deliveries under way',
  },
  logLevel: { flag: 'log-level', argument: 'level', fallback: 'info', help: 'trace, debug, info, warn or error' },
  createNotification: {
    flag: 'create-notification',
    help: 'create the Notification object when it is missing, as the manager otherwise does',
  },
  strictConfig: { flag: 'strict-config', help: 'one bad item makes the whole ConfigMap unusable, as in Argo CD' },
};

const kinds = ['RootSync', 'RepoSync'];

/** The command line of the notification process. */
export function notificationCommand(): Command {
  return commandOf('notification', 'Sends the notifications of one RootSync or RepoSync.', flags).option(
    '-v <level>',
    'verbosity as klog has it; 4 and more is debug',
  );
}

/**
 * The options of `argv`, where a missing flag falls back to its variable of `env`, an empty one to the default.
 * @throws {ControllerError} `Usage` for flags that are unknown, missing or malformed; `Help` with the help text.
 */
export function parseNotificationOptions(argv: readonly string[], env: Environment): NotificationOptions {
  const { given, value, required } = parseFlags(notificationCommand(), flags, argv, env);
  return {
    apiGroup: required('apiGroup'),
    apiVersion: required('apiVersion'),
    apiKind: oneOf('api-kind', required('apiKind'), kinds),
    resourceNamespace: required('resourceNamespace'),
    configNamespace: value('configNamespace') ?? required('resourceNamespace'),
    resourceName: value('resourceName'),
    configMapName: required('cmName'),
    secretName: value('secretName'),
    resyncPeriodMs: durationMs('resync-period', required('resyncPeriod')),
    kubeconfig: value('kubeconfig'),
    createNotification: given['createNotification'] !== undefined,
    strictConfig: given['strictConfig'] !== undefined,
    leaderElect: oneOf('leader-elect', required('leaderElect'), ['true', 'false']) === 'true',
    maxAttempts: wholeNumber('max-attempts', required('maxAttempts')),
    stateStore: oneOf('state-store', required('stateStore'), ['resource', 'notification']) as StateStoreKind,
    metricsPort: wholeNumber('metrics-port', required('metricsPort')),
    metricsPrefix: required('metricsPrefix'),
    gracePeriodMs: durationMs('grace-period', required('gracePeriod')),
    logLevel: levelOf(given['v'], required('logLevel')),
  };
}

function levelOf(verbosity: string | undefined, level: string): string {
  if (verbosity === undefined) return oneOf('log-level', level, logLevels);
  const number = Number(verbosity.replace(/^=/, ''));
  if (!Number.isInteger(number)) throw new ControllerError('Usage', '-v', `'${verbosity}' is not a number`);
  return number >= 4 ? 'debug' : level;
}
