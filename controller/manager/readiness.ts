import type { KubernetesObject } from '../kubernetes/index.ts';
import { listAt, mapAt, textAt } from '../rsync/sync.ts';
import { containerName } from './container.ts';
import { reconcilerName } from './names.ts';
import { overrideOf } from './override.ts';
import { hasSubscriptions, isSubscribed } from './settings.ts';
import { journalVolume } from './volume.ts';
import { runsProcess, type Wanted } from './wanted.ts';

/** How the process of an RSync is doing, as its Deployment shows. */
export type ProcessState = 'NoDeployment' | Occupied | 'Starting' | 'Running' | 'Hosted' | Refusal;

/** What of our name somebody else has in a reconciler's pod. */
export type Occupied = 'ContainerExists' | 'VolumeExists';

/** Why the API server, or a webhook of it, did not take what was to be changed. */
export interface Refusal {
  readonly refused: string;
}

/** The condition `Ready` of a Notification, without its times. */
export interface Readiness {
  readonly status: 'True' | 'False';
  readonly reason: string;
  readonly message: string;
}

/** Whether an RSync's notifications are being sent, and if not why: the first reason that holds. */
export function readinessOf(
  wanted: Wanted,
  state: ProcessState,
  notification: KubernetesObject | undefined,
): Readiness {
  const { owner, settings, sources, rsync } = wanted;
  const { configMapName, secretName } = settings;
  const not = (reason: string, message: string): Readiness => ({ status: 'False', reason, message });
  if (!runsProcess(wanted)) return not('InvalidConfig', 'the notification configuration names no ConfigMap');
  if (typeof state === 'object') return not('Refused', state.refused.slice(0, maxMessage));
  if (!sources.configMap) return not('ConfigMapNotFound', `ConfigMap ${owner.namespace}/${configMapName} not found`);
  if (secretName !== undefined && !sources.secret) {
    return not('SecretNotFound', `Secret ${owner.namespace}/${secretName} not found`);
  }
  if (!isSubscribed(rsync) && !hasSubscriptions(sources.configMap)) {
    return not('NoSubscriptions', `neither an annotation nor ConfigMap ${configMapName} subscribes to anything`);
  }
  if (state !== 'Running' && state !== 'Hosted') return not(state, stateMessage(wanted, state));
  const problems = [...overrideOf(rsync).problems, ...configProblems(notification)];
  if (problems[0] === undefined) return { status: 'True', reason: state, message: working[state] };
  const more = problems.length === 1 ? '' : ` (and ${problems.length - 1} more)`;
  return not('InvalidConfig', `${problems[0]}${more}`);
}

const maxMessage = 1024;

const working = {
  Running: 'notifications are being sent',
  Hosted: 'the manager sends notifications while the reconciler does not run',
};

const occupied = {
  ContainerExists: `container "${containerName}"`,
  VolumeExists: `volume "${journalVolume.name}"`,
};

function stateMessage(
  { owner, options }: Wanted,
  state: Exclude<ProcessState, Refusal | keyof typeof working>,
): string {
  if (state === 'Starting') return 'the notification process is starting';
  const place = `Deployment ${options.systemNamespace}/${reconcilerName(owner)}`;
  return state === 'NoDeployment'
    ? `${place} does not exist yet`
    : `${place} has a ${occupied[state]} of somebody else`;
}

/** What the process says is wrong with its configuration: its errors that no trigger is to blame for. */
function configProblems(notification: KubernetesObject | undefined): string[] {
  return listAt(mapAt(notification, 'status'), 'notificationError')
    .filter((item) => textAt(item, 'trigger') === '')
    .map((item) => textAt(item, 'errorMessage'));
}

/** How a Deployment is doing that has a container of ours. */
export function workloadState(deployment: KubernetesObject): ProcessState {
  const status = mapAt(deployment, 'status');
  const current = Number(status['observedGeneration'] ?? 0) >= (deployment.metadata.generation ?? 0);
  return current && Number(status['availableReplicas'] ?? 0) > 0 ? 'Running' : 'Starting';
}

/**
 * The conditions of a Notification with this readiness among them, undefined when it is there already.
 * @param now RFC 3339
 */
export function withReadiness(
  notification: KubernetesObject,
  readiness: Readiness,
  generation: number | undefined,
  now: string,
): Record<string, unknown>[] | undefined {
  const conditions = listAt(mapAt(notification, 'status'), 'conditions');
  const before = readyOf(notification);
  const same = (field: 'status' | 'reason' | 'message') => before?.[field] === readiness[field];
  if (same('status') && same('reason') && same('message') && before?.['observedGeneration'] === generation)
    return undefined;
  const lastTransitionTime = same('status') ? before?.['lastTransitionTime'] : now;
  const ready = { type: 'Ready', ...readiness, observedGeneration: generation, lastTransitionTime };
  return [ready, ...conditions.filter(({ type }) => type !== 'Ready')];
}

/** The condition `Ready` of a Notification. */
export function readyOf(notification: KubernetesObject): Record<string, unknown> | undefined {
  return listAt(mapAt(notification, 'status'), 'conditions').find(({ type }) => type === 'Ready');
}
