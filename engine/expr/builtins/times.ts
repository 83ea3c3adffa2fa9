import { GoError } from '../../go/error.ts';
import {
  fromInstant,
  type GoTime,
  Location,
  layouts,
  loadLocation,
  local,
  parseDuration,
  parseTime,
} from '../../go/time/index.ts';
import { durationType, type GoType, timeType } from '../../go/type.ts';
import { sized } from '../../go/value.ts';
import type { Builtin } from '../builtin.ts';
import type { Machine } from '../machine.ts';
import { asString } from '../runtime/convert.ts';
import { miscounted, types } from './define.ts';
import { argument } from './strings.ts';

function isLocation(type: GoType | undefined): boolean {
  return type?.name === '*time.Location';
}

function now(args: readonly unknown[], { run }: Machine): GoTime {
  const [zone] = args;
  if (args.length > 1 || (args.length === 1 && !(zone instanceof Location))) {
    throw new GoError(miscounted('0', args.length));
  }
  return fromInstant(run.clock(), zone instanceof Location ? zone : local);
}

/** The layouts that `date` tries, in order. */
const dateLayouts: readonly string[] = [
  layouts.dateOnly,
  layouts.timeOnly,
  layouts.dateTime,
  layouts.rfc3339,
  layouts.rfc822,
  layouts.rfc850,
  layouts.rfc1123,
];

function date(args: readonly unknown[]): GoTime {
  const first = argument(args, 0);
  const zone = first instanceof Location ? first : undefined;
  const rest = zone ? args.slice(1) : args;
  const text = asString(argument(rest, 0));
  if (rest.length === 2) return parseTime(asString(rest[1]), text, zone);
  if (rest.length === 3) {
    const layout = asString(rest[1]);
    return parseTime(layout, text, loadLocation(asString(rest[2])));
  }
  for (const layout of dateLayouts) {
    const time = attempt(() => parseTime(layout, text, zone));
    if (time) return time;
  }
  throw new GoError(`invalid date ${text}`);
}

function attempt<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch (error) {
    if (error instanceof GoError) return undefined;
    throw error;
  }
}

/** Times, durations and time zones. */
export const timeBuiltins: readonly Builtin[] = [
  {
    name: 'now',
    call: now,
    keepsLocation: true,
    validate: (args) => {
      if (args.length === 0 || (args.length === 1 && isLocation(args[0]))) return timeType;
      return miscounted('0', args.length);
    },
  },
  {
    name: 'duration',
    call: (args) => sized(durationType, parseDuration(asString(argument(args, 0)))),
    types: types('func(string) (time.Duration, error)'),
  },
  {
    name: 'date',
    call: date,
    keepsLocation: true,
    validate: (args) => {
      if (args.length < 1) return miscounted('at least 1', 0);
      const rest = isLocation(args[0]) ? args.slice(1) : args;
      return rest.length > 3 ? miscounted('at most 3', rest.length) : timeType;
    },
  },
  {
    name: 'timezone',
    call: (args) => loadLocation(asString(argument(args, 0))),
    types: types('func(string) (*time.Location, error)'),
  },
];
