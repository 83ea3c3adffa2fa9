import type { Facts } from './facts.ts';
import { safeMessage } from './message.ts';
import { firstError, type Operation } from './operation.ts';

interface Health {
  readonly status: 'Healthy' | 'Progressing' | 'Degraded' | 'Missing';
  readonly message?: string;
  readonly since: string;
}

/** `status.health` of the Application. Its time is never empty, since Argo CD's stock triggers parse it. */
export function healthOf(facts: Facts, operation: Operation | undefined): Record<string, unknown> {
  const { status, message = '', since } = found(facts, operation);
  return { status, lastTransitionTime: since || facts.created, ...(message !== '' && { message }) };
}

function found(facts: Facts, operation: Operation | undefined): Health {
  const { finalizerFailure, finalizing, stalled, reconciling, syncing, failed, last } = facts;
  if (finalizerFailure.isTrue) return of('Degraded', finalizerFailure);
  if (finalizing.isTrue) return of('Progressing', finalizing);
  if (stalled.isTrue) return of('Degraded', stalled);
  if (reconciling.isTrue) return of('Progressing', reconciling);
  if (syncing.isTrue) return { status: 'Progressing', since: syncing.lastTransitionTime };
  const end = operation?.finishedAt ?? '';
  if (failed === 'sync') return { status: 'Degraded', message: firstError(facts, failed), since: end };
  if (last === '') return { status: 'Missing', since: '' };
  return { status: 'Healthy', since: operation?.phase === 'Succeeded' ? end : syncing.lastTransitionTime };
}

function of(
  status: Health['status'],
  { message, lastTransitionTime }: { readonly message: string; readonly lastTransitionTime: string },
): Health {
  return { status, message: safeMessage(message), since: lastTransitionTime };
}
