// Writes engine/go/time/zones.json, the time zone database for systems without one:
//   node scripts/run.mjs scripts/zones.ts [ZONEINFO_DIRECTORY]
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { packZone } from '../engine/go/time/bundle.ts';
import { Location, type ZoneData } from '../engine/go/time/location.ts';
import { parseTzif } from '../engine/go/time/tzif.ts';

const directory = process.argv[2] ?? '/usr/share/zoneinfo';
const week = 7 * 86_400;
const century = 5_218 * week;
const output = join(import.meta.dirname, '../engine/go/time/zones.json');

/** Zone names: files of the database that are neither copies for other purposes nor tables. */
function zoneNames(): string[] {
  const files = readdirSync(directory, { recursive: true, withFileTypes: true });
  const names = files
    .filter((file) => !file.isDirectory())
    .map((file) => relative(directory, join(file.parentPath, file.name)))
    .filter((name) => /^[A-Z][\w+-]*(\/[\w+-]+)*$/.test(name));
  return names.sort();
}

/** The data without the transitions at its end that its rule gives as well. */
function slim(data: ZoneData): ZoneData {
  let length = data.times.length;
  while (length > 1 && givenByRule(data, length)) length--;
  return { ...data, times: data.times.slice(0, length), indexes: data.indexes.slice(0, length) };
}

function givenByRule(data: ZoneData, length: number): boolean {
  const shorter = { ...data, times: data.times.slice(0, length - 1), indexes: data.indexes.slice(0, length - 1) };
  const [before, after] = [new Location('', () => data), new Location('', () => shorter)];
  const at = data.times[length - 1] ?? 0;
  const since = Math.max(data.times[length - 2] ?? 0, at - century);
  const weeks = Array.from({ length: Math.ceil((at - since) / week) }, (_, i) => since + i * week);
  return [...weeks, at - 1, at].every((seconds) => {
    const [a, b] = [before.lookup(seconds), after.lookup(seconds)];
    return a.name === b.name && a.offset === b.offset && a.isDst === b.isDst;
  });
}

function databaseVersion(): string {
  return /^# version (\S+)/.exec(readFileSync(join(directory, 'tzdata.zi'), 'utf8'))?.[1] ?? 'unknown';
}

const zones: Record<string, string> = {};
const links: Record<string, string> = {};
const nameOf = new Map<string, string>();
for (const name of zoneNames()) {
  const packed = packZone(slim(parseTzif(readFileSync(join(directory, name)))));
  const first = nameOf.get(packed);
  if (first) links[name] = first;
  else {
    nameOf.set(packed, name);
    zones[name] = packed;
  }
}
writeFileSync(output, `${JSON.stringify({ version: databaseVersion(), zones, links }, undefined, 2)}\n`);
process.stdout.write(`${Object.keys(zones).length} zones, ${Object.keys(links).length} links\n`);
