import { createRequire } from 'node:module';
import type { ZoneData, ZoneType } from './location.ts';

/*
 * One zone is `TYPES|RULE|INDEXES|TIMES`: types as `NAME OFFSET` with `*` for daylight saving time, separated by commas;
 * one base-36 digit an index; times as base-36 differences, the first from 1970, in seconds.
 */

interface Database {
  readonly zones: Readonly<Record<string, string>>;
  readonly links: Readonly<Record<string, string>>;
}

const load = createRequire(import.meta.url);

/** The data of a zone of the bundled database, undefined when it has none of that name. */
export function bundledZone(name: string): ZoneData | undefined {
  const { zones, links } = load('@argo-notifications/engine/zones.json') as Database;
  const target = Object.hasOwn(links, name) ? (links[name] as string) : name;
  return Object.hasOwn(zones, target) ? unpackZone(zones[target] as string) : undefined;
}

/** The packed form of a zone's data. */
export function packZone(data: ZoneData): string {
  const types = data.types.map(({ name, offset, isDst }) => `${name} ${offset}${isDst ? '*' : ''}`);
  const indexes = data.indexes.map((index) => index.toString(36));
  const times = data.times.map((time, i) => {
    const since = data.times[i - 1] ?? 0;
    return time === -Infinity ? '' : (time - (since === -Infinity ? 0 : since)).toString(36);
  });
  return [types.join(','), data.rule, indexes.join(''), times.join(' ')].join('|');
}

/** The data of a packed zone. */
export function unpackZone(packed: string): ZoneData {
  const [types = '', rule = '', indexes = '', differences = ''] = packed.split('|');
  const times: number[] = [];
  for (const difference of differences.split(' ')) {
    const last = times.at(-1) ?? 0;
    times.push(difference === '' ? -Infinity : (last === -Infinity ? 0 : last) + Number.parseInt(difference, 36));
  }
  return {
    types: types.split(',').map(unpackType),
    times,
    indexes: Array.from(indexes, (i) => Number.parseInt(i, 36)),
    rule,
  };
}

function unpackType(text: string): ZoneType {
  const [name = '', offset = ''] = text.split(' ');
  return { name, offset: Number.parseInt(offset, 10), isDst: offset.endsWith('*') };
}
