import type { Command } from 'commander';
import { ControllerError } from './errors.ts';
import {
  commandOf,
  durationMs,
  type Environment,
  type Flag,
  type Flags,
  logLevels,
  oneOf,
  parseFlags,
  wholeNumber,
} from './flags.ts';
import { type LeaseTimes, leaseFlags, leaseTimesOf } from './lease-options.ts';

/** What a notification process is told by flags and environment. */
export interface NotificationOptions {
  readonly apiGroup: string;
  readonly apiVersion: string;
  /** `RootSync`, `RepoSync` or `Application`. */
  readonly apiKind: string;
  readonly resourceNamespace: string;
  /** Namespace of the ConfigMap and the Secret. */
  readonly configNamespace: string;
  /** Undefined serves every object of the namespace. */
  readonly resourceName: string | undefined;
  readonly configMapName: string;
  readonly secretName: string | undefined;
  readonly resyncPeriodMs: number;
  readonly kubeconfig: string | undefined;
  /** Directory that a reconciler keeps its repository in. */
  readonly repoRoot: string;
  /** File that outlives the process, for what it has sent and not yet saved; undefined keeps none. */
  readonly journal: string | undefined;
  readonly createNotification: boolean;
  readonly strictConfig: boolean;
  /** Act only while holding a Lease. */
  readonly leaderElect: boolean;
  readonly leaseTimes: LeaseTimes;
  /** Tries before a notification is given up; 0 never gives up. */
  readonly maxAttempts: number;
  /** Where the state is kept: on the RSync or on its Notification. */
  readonly stateStore: StateStoreKind;
  /** The ConfigMap and Secret of an object's own namespace count as well. */
  readonly selfService: boolean;
  /** Further namespaces of Applications: globs, or regular expressions between slashes. */
  readonly applicationNamespaces: readonly string[];
  readonly asUpstream: ReadonlySet<UpstreamWay>;
  /** Port of metrics and health; 0 serves none. */
  readonly metricsPort: number;
  readonly metricsPrefix: string;
  readonly gracePeriodMs: number;
  readonly logLevel: string;
}

export type StateStoreKind = 'resource' | 'notification';

/**
 * What can be as Argo's engine has it although it loses or repeats notifications: a failed send of a condition with `oncePer` counts
 * as sent; beyond 100 entries of state those in use are dropped as well; a `when` that cannot be evaluated clears its state; a
 * condition whose `oncePer` cannot be evaluated is sent without one.
 */
export type UpstreamWay = 'failed-sends' | 'state-limit' | 'failed-conditions' | 'failed-once-per';
const upstreamWays: readonly UpstreamWay[] = ['failed-sends', 'state-limit', 'failed-conditions', 'failed-once-per'];

const flags: Flags = {
  apiGroup: {
    flag: 'api-group',
    argument: 'group',
    env: 'NOTIFICATION_API_GROUP',
    fallback: 'configsync.gke.io',
    help: 'API group of the kind; of an Application argoproj.io',
  },
  apiVersion: {
    flag: 'api-version',
    argument: 'version',
    env: 'NOTIFICATION_API_VERSION',
    fallback: 'v1beta1',
    help: 'API version of the kind; of an Application v1alpha1',
  },
  apiKind: {
    flag: 'api-kind',
    argument: 'kind',
    env: 'NOTIFICATION_API_KIND',
    help: 'RootSync, RepoSync or Application',
  },
  resourceName: {
    flag: 'resource-name',
    argument: 'name',
    env: 'NOTIFICATION_RESOURCE_NAME',
    help: 'name of the object; without one, every object of the namespace',
  },
  resourceNamespace: {
    flag: 'resource-namespace',
    argument: 'namespace',
    env: 'NOTIFICATION_RESOURCE_NAMESPACE',
    help: 'namespace of the RSync and its Notification, or of Argo CD',
  },
  configNamespace: {
    flag: 'config-namespace',
    argument: 'name',
    env: 'NOTIFICATION_CONFIG_NAMESPACE',
    help: "namespace of the ConfigMap and the Secret; without one, the object's",
  },
  resyncPeriod: {
    flag: 'resync-period',
    argument: 'duration',
    env: 'NOTIFICATION_RESYNC_PERIOD',
    fallback: '1m',
    help: 'how often an unchanged object is evaluated again, as a Go duration',
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
  repoRoot: {
    flag: 'repo-root',
    argument: 'directory',
    env: 'NOTIFICATION_REPO_ROOT',
    fallback: '/repo',
    help: "directory with the reconciler's repository, for the metadata of commits",
  },
  journal: {
    flag: 'journal',
    argument: 'file',
    env: 'NOTIFICATION_JOURNAL',
    help: 'file that outlives the process, e.g. in an emptyDir, for what it has sent and not yet saved: a crash repeats less',
  },
  leaderElect: {
    flag: 'leader-elect',
    argument: 'bool',
    fallback: 'true',
    help: 'act only while holding a Lease, so that of several processes one sends',
  },
  ...leaseFlags,
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
  selfServiceNotificationEnabled: {
    flag: 'self-service-notification-enabled',
    argument: '[bool]',
    env: 'ARGOCD_NOTIFICATION_CONTROLLER_SELF_SERVICE_NOTIFICATION_ENABLED',
    fallback: 'false',
    help: "the ConfigMap and Secret of an object's own namespace count beside the central ones; no variable secrets",
  },
  applicationNamespaces: {
    flag: 'application-namespaces',
    argument: 'list',
    env: 'ARGOCD_APPLICATION_NAMESPACES',
    help: 'further namespaces of Applications: globs, or regular expressions between slashes',
  },
  asUpstream: {
    flag: 'as-upstream',
    argument: 'list',
    help: `what is to be as Argo has it: all, or some of ${upstreamWays.join(', ')}`,
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
    help: 'what the names of metrics begin with; for Applications argocd',
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

const kinds = ['RootSync', 'RepoSync', 'Application'];

/** What is left to default for Applications: the names that Argo CD has. */
const applicationDefaults: Readonly<Record<string, string>> = {
  apiGroup: 'argoproj.io',
  apiVersion: 'v1alpha1',
  cmName: 'argocd-notifications-cm',
  secretName: 'argocd-notifications-secret',
  metricsPrefix: 'argocd',
};

/** The command line of the notification process. */
export function notificationCommand(): Command {
  return commandOf('notification', 'Sends the notifications of RootSyncs, RepoSyncs or Applications.', flags).option(
    '-v <level>',
    'verbosity as klog has it; 4 and more is debug',
  );
}

/**
 * The options of `argv`, where a missing flag falls back to its variable of `env`, an empty one to the default.
 * @throws {ControllerError} `Usage` for flags that are unknown, missing or malformed; `Help` with the help text.
 */
export function parseNotificationOptions(argv: readonly string[], env: Environment): NotificationOptions {
  const apiKind = oneOf('api-kind', parseFlags(notificationCommand(), flags, argv, env).required('apiKind'), kinds);
  const ofKind = apiKind === 'Application' ? withDefaults(applicationDefaults) : flags;
  const { given, value, required } = parseFlags(notificationCommand(), ofKind, argv, env);
  const stateStore = oneOf('state-store', required('stateStore'), ['resource', 'notification']) as StateStoreKind;
  if (stateStore === 'notification' && apiKind === 'Application')
    throw new ControllerError('Usage', '--state-store', 'an Application has no Notification');
  return {
    apiGroup: required('apiGroup'),
    apiVersion: required('apiVersion'),
    apiKind,
    resourceNamespace: required('resourceNamespace'),
    configNamespace: value('configNamespace') ?? required('resourceNamespace'),
    resourceName: value('resourceName'),
    configMapName: required('cmName'),
    secretName: value('secretName'),
    resyncPeriodMs: durationMs('resync-period', required('resyncPeriod')),
    kubeconfig: value('kubeconfig'),
    repoRoot: required('repoRoot'),
    journal: value('journal'),
    createNotification: given['createNotification'] !== undefined,
    strictConfig: given['strictConfig'] !== undefined,
    leaderElect: oneOf('leader-elect', required('leaderElect'), ['true', 'false']) === 'true',
    leaseTimes: leaseTimesOf({ required }),
    maxAttempts: wholeNumber('max-attempts', required('maxAttempts')),
    stateStore,
    selfService:
      oneOf('self-service-notification-enabled', required('selfServiceNotificationEnabled'), ['true', 'false']) ===
      'true',
    applicationNamespaces: listOf(value('applicationNamespaces')),
    asUpstream: waysOf(listOf(value('asUpstream'))),
    metricsPort: wholeNumber('metrics-port', required('metricsPort')),
    metricsPrefix: required('metricsPrefix'),
    gracePeriodMs: durationMs('grace-period', required('gracePeriod')),
    logLevel: levelOf(given['v'], required('logLevel')),
  };
}

function withDefaults(defaults: Readonly<Record<string, string>>): Flags {
  const changed = Object.entries(defaults).map(([name, fallback]) => [name, { ...(flags[name] as Flag), fallback }]);
  return { ...flags, ...Object.fromEntries(changed) };
}

/** The parts of a comma-separated text, trimmed, without empty ones. */
function listOf(text = ''): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function waysOf(names: readonly string[]): ReadonlySet<UpstreamWay> {
  for (const name of names) oneOf('as-upstream', name, [...upstreamWays, 'all']);
  return new Set(upstreamWays.filter((way) => names.includes(way) || names.includes('all')));
}

function levelOf(verbosity: string | undefined, level: string): string {
  if (verbosity === undefined) return oneOf('log-level', level, logLevels);
  const number = Number(verbosity.replace(/^=/, ''));
  if (!Number.isInteger(number)) throw new ControllerError('Usage', '-v', `'${verbosity}' is not a number`);
  return number >= 4 ? 'debug' : level;
}
