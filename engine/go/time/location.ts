import { native } from '../native.ts';
import { type GoType, parseType } from '../type.ts';
import { type GoFunc, GoObject } from '../value.ts';
import { packZone } from './bundle.ts';
import { parseRule, type Rule } from './rule.ts';

/** One of the local time types of a zone: what clocks show and how it is called. */
export interface ZoneType {
  readonly name: string;
  /** Seconds east of UTC. */
  readonly offset: number;
  readonly isDst: boolean;
}

/** What a zone file says: its types, its transitions in order, and the POSIX rule for the time after them. */
export interface ZoneData {
  readonly types: readonly ZoneType[];
  /** Unix seconds; the first may be -Infinity. */
  readonly times: readonly number[];
  /** Index into `types`, for each of `times`. */
  readonly indexes: readonly number[];
  readonly rule: string;
}

/** The type in effect over `start <= seconds < end`; the bounds may be infinite. */
export interface Period extends ZoneType {
  readonly start: number;
  readonly end: number;
}

const locationType = parseType('*time.Location');

interface Zone extends ZoneData {
  /** What `rule` says of the time after the last transition. */
  readonly after: Rule | undefined;
}

function zoneOf(data: ZoneData): Zone {
  return { ...data, after: parseRule(data.rule) };
}

/** A `*time.Location`. As Go's pointers, two of them are equal only when they are the same object. */
export class Location extends GoObject {
  readonly type: GoType = locationType;
  readonly name: string;
  private readonly load: () => ZoneData;
  private zone: Zone | undefined;
  private last: Period | undefined;

  /** `load` is called at the first use of the zone. */
  constructor(name: string, load: () => ZoneData) {
    super();
    this.name = name;
    this.load = load;
  }

  /** What is known of the zone. */
  get data(): Zone {
    this.zone ??= zoneOf(this.load());
    return this.zone;
  }

  /** The period that contains a point in time, in Unix seconds. */
  lookup(seconds: number): Period {
    const last = this.last;
    if (last && last.start <= seconds && seconds < last.end) return last;
    const found = this.find(seconds);
    this.last = found;
    return found;
  }

  private find(seconds: number): Period {
    const { times, indexes, after } = this.data;
    const at = lastAtOrBefore(times, seconds);
    if (at < 0) return { ...this.firstType(), start: -Infinity, end: times[0] ?? Infinity };
    const start = times[at] ?? -Infinity;
    if (at === times.length - 1 && after) return after(start, seconds);
    return { ...this.typeAt(indexes[at] ?? 0), start, end: times[at + 1] ?? Infinity };
  }

  /** The offset that a zone abbreviation means at a local time given as if it were UTC. */
  lookupName(name: string, seconds: number): number | undefined {
    const named = this.data.types.filter((type) => type.name === name);
    for (const { offset } of named) {
      const period = this.lookup(seconds - offset);
      if (period.name === name) return period.offset;
    }
    return named[0]?.offset;
  }

  private firstType(): ZoneType {
    const { types, indexes } = this.data;
    if (!indexes.includes(0)) return this.typeAt(0);
    const first = indexes[0] ?? 0;
    if (this.typeAt(first).isDst) {
      for (let i = first - 1; i >= 0; i--) if (!this.typeAt(i).isDst) return this.typeAt(i);
    }
    return types.find((type) => !type.isDst) ?? this.typeAt(0);
  }

  private typeAt(index: number): ZoneType {
    return this.data.types[index] ?? utcZone;
  }

  override method(name: string): GoFunc | undefined {
    return name === 'String' ? native('func() string', () => this.name) : undefined;
  }

  override string(): string {
    return this.name;
  }

  override equals(other: unknown): boolean {
    return this === other;
  }

  override deeplyEquals(other: unknown): boolean {
    return (
      this === other ||
      (other instanceof Location && this.name === other.name && packZone(this.data) === packZone(other.data))
    );
  }
}

const utcZone: ZoneType = { name: 'UTC', offset: 0, isDst: false };

/** Index of the last of ascending `times` that is not after `seconds`, -1 when there is none. */
function lastAtOrBefore(times: readonly number[], seconds: number): number {
  let low = -1;
  let high = times.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((times[middle] as number) <= seconds) low = middle;
    else high = middle;
  }
  return low;
}

function constantZone(name: string, type: ZoneType): Location {
  return new Location(name, () => ({ types: [type], times: [-Infinity], indexes: [0], rule: '' }));
}

/** The location UTC. */
export const utc: Location = constantZone('UTC', utcZone);

const unnamedHours: readonly Location[] = Array.from({ length: 27 }, (_, i) =>
  constantZone('', { name: '', offset: (i - 12) * 3600, isDst: false }),
);

/** A location that is always `offset` seconds east of UTC. As in Go, unnamed whole hours -12..+14 are shared objects. */
export function fixedZone(name: string, offset: number): Location {
  const shared = name === '' && offset % 3600 === 0 ? unnamedHours[offset / 3600 + 12] : undefined;
  return shared ?? constantZone(name, { name, offset, isDst: false });
}
