import { listAt, textAt } from '../sync.ts';
import { errorCount, type Facts, type Stage } from './facts.ts';
import { safeMessage } from './message.ts';
import { revisionOf } from './source.ts';

/** The last operation on the Application; times are RFC 3339, `finishedAt` is empty while it runs. */
export interface Operation {
  readonly phase: 'Running' | 'Succeeded' | 'Failed' | 'Error';
  readonly message: string;
  readonly startedAt: string;
  readonly finishedAt: string;
}

/** The operation that an RSync's status tells of; undefined while nothing is known of any commit. */
export function operationOf(facts: Facts): Operation | undefined {
  const { reconciling, isStale, created } = facts;
  const found = reported(facts);
  if (!found) return undefined;
  if (found.phase === 'Succeeded' && reconciling.isTrue && isStale) {
    const startedAt = reconciling.lastTransitionTime || created;
    return { phase: 'Running', message: safeMessage(reconciling.message), startedAt, finishedAt: '' };
  }
  return inOrder(found, created);
}

function reported(facts: Facts): Operation | undefined {
  const { stalled, syncing, failed, stages, current } = facts;
  const startedAt = textAt(stages.source, 'lastUpdate');
  if (stalled.isTrue) {
    const { message, lastTransitionTime, lastUpdateTime } = stalled;
    return {
      phase: 'Error',
      message: safeMessage(message),
      startedAt: lastTransitionTime,
      finishedAt: lastUpdateTime || lastTransitionTime || facts.created,
    };
  }
  if (syncing.isTrue) {
    const { message, lastTransitionTime } = syncing;
    return { phase: 'Running', message: safeMessage(message), startedAt: lastTransitionTime, finishedAt: '' };
  }
  if (failed) {
    const phase = failed === 'sync' ? 'Failed' : 'Error';
    return { phase, message: firstError(facts, failed), startedAt, finishedAt: finishedAt(facts, failed) };
  }
  if (facts.isSynced)
    return {
      phase: 'Succeeded',
      message: 'successfully synced (all tasks run)',
      startedAt,
      finishedAt: finishedAt(facts, 'sync'),
    };
  if (current !== '') return { phase: 'Running', message: 'waiting for the reconciler', startedAt, finishedAt: '' };
  return undefined;
}

/** When a stage came to its end: when the Syncing condition said so, else when the stage was last written. */
function finishedAt({ syncing, stages, created }: Facts, stage: Stage): string {
  return (syncing.isFalse && syncing.lastUpdateTime) || textAt(stages[stage], 'lastUpdate') || created;
}

/** The operation with a start that is known and not after its end. */
function inOrder(operation: Operation, created: string): Operation {
  const { startedAt, finishedAt: end } = operation;
  if (startedAt !== '' && (end === '' || startedAt <= end)) return operation;
  return { ...operation, startedAt: end || created };
}

/** The first error of a stage, and how many there are besides. */
export function firstError({ stages }: Facts, stage: Stage): string {
  const count = errorCount(stages[stage]);
  const [first] = listAt(stages[stage], 'errors');
  if (!first) return `${count} error(s) in status.${stage} (truncated)`;
  const message = safeMessage(textAt(first, 'errorMessage'));
  return count > 1 ? `${message} (and ${count - 1} more errors)` : message;
}

/** `status.operationState` of the Application. The revision is always a text, since one of nil would notify once for ever. */
export function operationState(facts: Facts, operation: Operation, source: object): Record<string, unknown> {
  const { phase, message, startedAt, finishedAt } = operation;
  const revision = revisionOf(facts.kind, facts.syncing.commit || facts.current);
  return {
    phase,
    message,
    startedAt,
    operation: { sync: { revision }, initiatedBy: { automated: true } },
    syncResult: { revision, source },
    ...(finishedAt !== '' && { finishedAt }),
  };
}
