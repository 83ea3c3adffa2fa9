import { GoTime, utc } from '../time/index.ts';
import { parseType } from '../type.ts';
import { GoNil, GoNum, type GoObject } from '../value.ts';

/** Seconds from year 1, where time.Time counts from, to 1970. */
const unixToInternal = 62_135_596_800;

/** The fields of a struct as fmt prints them: the exported ones, and for time.Time those it hides. */
export function printedFields(value: GoObject): readonly (readonly [name: string, value: unknown])[] {
  if (!(value instanceof GoTime)) return value.printedFields();
  return [
    ['wall', new GoNum(parseType('uint64'), value.nanoseconds)],
    ['ext', value.seconds + unixToInternal],
    ['loc', value.location === utc ? new GoNil('*time.Location') : value.location],
  ];
}
