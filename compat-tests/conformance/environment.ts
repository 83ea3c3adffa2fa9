import { Run } from '../../engine/go/run.ts';
import type { GoMap } from '../../engine/go/value.ts';
import type { Case } from './case.ts';
import { decode } from './encoding.ts';
import { fixedNow, helpers } from './helpers.ts';

/** The environment of a case as Go values; a case without one has an empty map. */
export function environmentOf(c: Case): Record<string, unknown> | GoMap {
  return c.env === undefined ? {} : (decode(c.env, helpers) as Record<string, unknown> | GoMap);
}

/** An evaluation at the protocol's fixed time. */
export function newRun(): Run {
  return new Run({ clock: () => fixedNow });
}
