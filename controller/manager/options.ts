import type { Command } from 'commander';
import { ControllerError } from '../errors.ts';
import {
  commandOf,
  durationMs,
  type Environment,
  type Flags,
  logLevels,
  oneOf,
  parseFlags,
  wholeNumber,
} from '../flags.ts';
import type { StateStoreKind } from '../options.ts';
import type { Resources } from './override.ts';
import { amountOf } from './quantity.ts';

/** Where notification processes run: in the reconciler's pod, or in a Deployment of their own. */
export type Mode = 'sidecar' | 'deployment';

/** What the manager is told by flags and environment. */
export interface ManagerOptions {
  readonly mode: Mode;
  /** The namespace of RootSyncs and of every reconciler. */
  readonly systemNamespace: string;
  /** The image of notification processes. */
  readonly image: string;
  readonly imagePullPolicy: string;
  readonly stateStore: StateStoreKind;
  /** What the container of a process may take, unless its RSync has it otherwise. */
  readonly resources: Resources;
  /** Labels of the RSyncs that are served; undefined serves all. */
  readonly selector: string | undefined;
  /** How long a process of its own may go on after its RSync is gone, so that it tells of the deletion. */
  readonly teardownMs: number;
  /** The manager's own proxy variables, which notification processes get as well. */
  readonly proxy: Readonly<Record<string, string>>;
  readonly kubeconfig: string | undefined;
  readonly leaderElect: boolean;
  readonly metricsPort: number;
  readonly gracePeriodMs: number;
  readonly logLevel: string;
}

const flags: Flags = {
  mode: {
    flag: 'mode',
    argument: 'mode',
    fallback: 'sidecar',
    help: "sidecar runs a notification process in each reconciler's pod, deployment in a Deployment of its own",
  },
  systemNamespace: {
    flag: 'system-namespace',
    argument: 'name',
    fallback: 'config-management-system',
    help: 'namespace of RootSyncs and reconcilers',
  },
  image: {
    flag: 'image',
    argument: 'image',
    env: 'NOTIFICATION_IMAGE_NAME',
    help: 'image of the notification process',
  },
  imagePullPolicy: {
    flag: 'image-pull-policy',
    argument: 'policy',
    fallback: 'IfNotPresent',
    help: 'Always, IfNotPresent or Never',
  },
  stateStore: {
    flag: 'state-store',
    argument: 'where',
    fallback: 'resource',
    help: 'keep the state on RSyncs (resource) or on their Notifications (notification), which spares the right to change RSyncs',
  },
  cpuRequest: { flag: 'cpu-request', argument: 'quantity', fallback: '10m', help: 'CPU that a process asks for' },
  cpuLimit: { flag: 'cpu-limit', argument: 'quantity', help: 'CPU that a process may use at most; none by default' },
  memoryRequest: {
    flag: 'memory-request',
    argument: 'quantity',
    fallback: '80Mi',
    help: 'memory that a process asks for',
  },
  memoryLimit: {
    flag: 'memory-limit',
    argument: 'quantity',
    fallback: '256Mi',
    help: 'memory that a process may use at most',
  },
  selector: {
    flag: 'selector',
    argument: 'labels',
    help: 'serve only the RSyncs that have these labels, as kubectl takes them',
  },
  teardownDelay: {
    flag: 'teardown-delay',
    argument: 'duration',
    fallback: '10s',
    help: 'how long a process in a Deployment of its own outlives its RSync, to tell of the deletion',
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
    help: 'act only while holding a Lease, so that of several managers one acts',
  },
  metricsPort: {
    flag: 'metrics-port',
    argument: 'port',
    fallback: '9002',
    help: 'port of /metrics, /healthz and /readyz; 0 serves none',
  },
  gracePeriod: {
    flag: 'grace-period',
    argument: 'duration',
    fallback: '10s',
    help: 'how long SIGTERM waits for the work under way',
  },
  logLevel: { flag: 'log-level', argument: 'level', fallback: 'info', help: 'trace, debug, info, warn or error' },
};

const proxyVariables = ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'http_proxy', 'https_proxy', 'no_proxy'];

/** The command line of the manager. */
export function managerCommand(): Command {
  return commandOf('manager', 'Gives every RootSync and RepoSync that asks for it a notification process.', flags);
}

/**
 * The options of `argv`, where a missing flag falls back to its variable of `env`, an empty one to the default.
 * @throws {ControllerError} `Usage` for flags that are unknown, missing or malformed; `Help` with the help text.
 */
export function parseManagerOptions(argv: readonly string[], env: Environment): ManagerOptions {
  const { value, required } = parseFlags(managerCommand(), flags, argv, env);
  return {
    mode: oneOf('mode', required('mode'), ['sidecar', 'deployment']) as Mode,
    systemNamespace: required('systemNamespace'),
    image: required('image'),
    imagePullPolicy: oneOf('image-pull-policy', required('imagePullPolicy'), ['Always', 'IfNotPresent', 'Never']),
    stateStore: oneOf('state-store', required('stateStore'), ['resource', 'notification']) as StateStoreKind,
    resources: {
      cpuRequest: quantity('cpu-request', value('cpuRequest')),
      cpuLimit: quantity('cpu-limit', value('cpuLimit')),
      memoryRequest: quantity('memory-request', value('memoryRequest')),
      memoryLimit: quantity('memory-limit', value('memoryLimit')),
    },
    selector: value('selector'),
    teardownMs: durationMs('teardown-delay', required('teardownDelay')),
    proxy: Object.fromEntries(proxyVariables.flatMap((name) => (env[name] ? [[name, env[name]]] : []))),
    kubeconfig: value('kubeconfig'),
    leaderElect: oneOf('leader-elect', required('leaderElect'), ['true', 'false']) === 'true',
    metricsPort: wholeNumber('metrics-port', required('metricsPort')),
    gracePeriodMs: durationMs('grace-period', required('gracePeriod')),
    logLevel: oneOf('log-level', required('logLevel'), logLevels),
  };
}

function quantity(flag: string, text: string | undefined): string | undefined {
  if (text === undefined || amountOf(text) !== undefined) return text;
  throw new ControllerError('Usage', `--${flag}`, `'${text}' is not a quantity such as 250m or 64Mi`);
}
