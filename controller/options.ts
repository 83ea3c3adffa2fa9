import { Command, CommanderError } from 'commander';
import { didYouMean } from '../engine/errors.ts';
import { parseDuration } from '../engine/go/time/index.ts';
import { ControllerError } from './errors.ts';

/** What a notification process is told by flags and environment. */
export interface NotificationOptions {
  readonly apiGroup: string;
  readonly apiVersion: string;
  /** `RootSync` or `RepoSync`. */
  readonly apiKind: string;
  readonly resourceNamespace: string;
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

export type Environment = Readonly<Record<string, string | undefined>>;

interface Flag {
  readonly flag: string;
  readonly argument?: string;
  readonly env?: string;
  readonly fallback?: string;
  readonly help: string;
}

const flags: Readonly<Record<string, Flag>> = {
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
    help: 'namespace of the RSync, the ConfigMap, the Secret and the Notification',
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

const levels = ['trace', 'debug', 'info', 'warn', 'error'];
const kinds = ['RootSync', 'RepoSync'];

/** The command line of the notification process. */
export function notificationCommand(): Command {
  const command = new Command('notification')
    .description('Sends the notifications of one RootSync or RepoSync.')
    .option('-v <level>', 'verbosity as klog has it; 4 and more is debug');
  for (const { flag, argument, env, fallback, help } of Object.values(flags)) {
    const notes = [fallback && `default ${fallback}`, env && `or ${env}`].filter(Boolean).join(', ');
    command.option(`--${flag}${argument ? ` <${argument}>` : ''}`, notes ? `${help} (${notes})` : help);
  }
  return command;
}

/**
 * The options of `argv`, where a missing flag falls back to its variable of `env`, an empty one to the default.
 * @throws {ControllerError} `Usage` for flags that are unknown, missing or malformed; `Help` with the help text.
 */
export function parseNotificationOptions(argv: readonly string[], env: Environment): NotificationOptions {
  const given = parseFlags(argv);
  const value = (name: string): string | undefined => {
    const flag = flags[name] as Flag;
    return given[name] || (flag.env && env[flag.env]) || flag.fallback || undefined;
  };
  const required = (name: string): string => value(name) ?? missing(flags[name] as Flag);
  return {
    apiGroup: required('apiGroup'),
    apiVersion: required('apiVersion'),
    apiKind: oneOf('api-kind', required('apiKind'), kinds),
    resourceNamespace: required('resourceNamespace'),
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

function parseFlags(argv: readonly string[]): Record<string, string | undefined> {
  const command = notificationCommand()
    .exitOverride()
    .configureOutput({ writeErr: () => undefined, writeOut: () => undefined });
  try {
    command.parse([...argv], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.code === 'commander.helpDisplayed')
      throw new ControllerError('Help', 'notification', command.helpInformation());
    throw new ControllerError('Usage', 'notification', error.message.replace(/^error: /, ''), { cause: error });
  }
  return Object.fromEntries(Object.entries(command.opts()).map(([name, given]) => [name, String(given)]));
}

function missing({ flag, env }: Flag): never {
  throw new ControllerError('Usage', 'notification', `--${flag} is missing${env ? ` (or set ${env})` : ''}`);
}

function oneOf(flag: string, value: string, allowed: readonly string[]): string {
  if (allowed.includes(value)) return value;
  const hint = didYouMean(value, allowed);
  throw new ControllerError(
    'Usage',
    `--${flag}`,
    `'${value}' is none of ${allowed.join(', ')}${hint ? `; ${hint}` : ''}`,
  );
}

function levelOf(verbosity: string | undefined, level: string): string {
  if (verbosity === undefined) return oneOf('log-level', level, levels);
  const number = Number(verbosity.replace(/^=/, ''));
  if (!Number.isInteger(number)) throw new ControllerError('Usage', '-v', `'${verbosity}' is not a number`);
  return number >= 4 ? 'debug' : level;
}

function wholeNumber(flag: string, text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new ControllerError('Usage', `--${flag}`, `'${text}' is not a whole number`);
}

function durationMs(flag: string, text: string): number {
  try {
    const milliseconds = Number(parseDuration(text)) / 1e6;
    if (milliseconds > 0) return milliseconds;
  } catch (error) {
    throw new ControllerError('Usage', `--${flag}`, (error as Error).message, { cause: error });
  }
  throw new ControllerError('Usage', `--${flag}`, `'${text}' is not above zero`);
}
