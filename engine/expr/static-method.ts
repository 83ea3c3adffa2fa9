import { methodOf } from '../go/methods.ts';
import { fromInstant, utc } from '../go/time/index.ts';
import { durationType, type GoType, monthType, parseType, weekdayType } from '../go/type.ts';
import { sized } from '../go/value.ts';
import { Nature } from './types.ts';

/** A value of each type that has methods and that the checker can know. */
const samples: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ['time.Time', fromInstant({ seconds: 0, nanoseconds: 0 })],
  ['time.Duration', sized(durationType, 0)],
  ['time.Month', sized(monthType, 1)],
  ['time.Weekday', sized(weekdayType, 0)],
  ['*time.Location', utc],
]);

/** The signature of a method as called, without its receiver; undefined when the type is not known to have it. */
export function methodType(nature: Nature, name: string): GoType | undefined {
  const sample = nature.type && samples.get(nature.type.name);
  return sample === undefined ? undefined : methodOf(sample, name)?.type;
}

/** The nature of a method of a known type. As with Go's reflect.Method, its type has the receiver as first parameter. */
export function methodNature(nature: Nature, name: string): Nature | undefined {
  const type = methodType(nature, name);
  if (!type) return undefined;
  const params = type.name.slice('func('.length);
  const separator = params.startsWith(')') ? '' : ', ';
  return new Nature(parseType(`func(${nature}${separator}${params}`), { method: true });
}
