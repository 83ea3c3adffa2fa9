import { Run } from '../../engine/go/run.ts';
import type { GoMap } from '../../engine/go/value.ts';
import type { Case } from './case.ts';
import { decode } from './encoding.ts';
import { helpers } from './helpers.ts';

/** The environment of a case as Go values; a case without one has an empty map. */
export function environmentOf(c: Case): Record<string, unknown> | GoMap {
  return c.env === undefined ? {} : (decode(c.env, helpers) as Record<string, unknown> | GoMap);
}

/** An evaluation by the system's clock: the protocol fixes that of the helper `time.Now` only. */
export function newRun(): Run {
  return new Run();
}

/** An evaluation at the present time: what the kinds that have no clock of their own see. */
export function liveRun(): Run {
  return new Run();
}
