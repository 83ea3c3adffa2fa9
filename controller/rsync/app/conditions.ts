import { listAt, textAt } from '../sync.ts';
import type { Facts } from './facts.ts';
import { safeMessage } from './message.ts';

/** `status.conditions` of the Application: one for each error of the RSync. */
export function conditionsOf({ stalled, finalizerFailure: failure, stages }: Facts): Record<string, unknown>[] {
  const { source, rendering, sync } = stages;
  const stalledType = stalled.reason === 'Validation' ? 'InvalidSpecError' : 'UnknownError';
  return [
    ...(stalled.isTrue ? [conditionValue(stalledType, stalled.message, stalled.lastTransitionTime)] : []),
    ...errorConditions('ComparisonError', source, textAt(source, 'lastUpdate')),
    ...errorConditions('ComparisonError', rendering, textAt(rendering, 'lastUpdate')),
    ...errorConditions('SyncError', sync, textAt(sync, 'lastUpdate')),
    ...(failure.isTrue ? errorConditions('DeletionError', failure.fields, failure.lastTransitionTime) : []),
  ];
}

function errorConditions(type: string, parent: Record<string, unknown>, since: string): Record<string, unknown>[] {
  return listAt(parent, 'errors').map((error) => conditionValue(type, textAt(error, 'errorMessage'), since));
}

function conditionValue(type: string, message: string, lastTransitionTime: string): Record<string, unknown> {
  return { type, message: safeMessage(message), lastTransitionTime };
}
