import type { Log } from '../log.ts';
import type { Evaluation } from './evaluate.ts';

/** What was known of an object before it was evaluated again. */
export interface Before {
  readonly found: Evaluation;
  /** What has been warned of. */
  readonly warned: ReadonlySet<string>;
}

/** Logs each trigger that begins or ceases to hold, and each warning that is new. */
export function logTransitions(log: Log, resource: string, before: Before | undefined, found: Evaluation): void {
  const fired = before?.found.fired ?? new Set<string>();
  for (const trigger of found.fired) {
    if (!fired.has(trigger)) log.info({ event: 'holds', resource, trigger }, 'trigger holds');
  }
  for (const trigger of fired) {
    if (!found.fired.has(trigger)) log.info({ event: 'over', resource, trigger }, 'trigger no longer holds');
  }
  for (const { trigger, errorMessage } of found.warnings) {
    if (!before?.warned.has(errorMessage)) {
      log.warn({ event: 'warning', resource, trigger, err: errorMessage }, 'trigger cannot be evaluated');
    }
  }
}
