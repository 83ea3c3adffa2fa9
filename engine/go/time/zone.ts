import { readFileSync } from 'node:fs';
import { GoError } from '../error.ts';
import { Memo } from '../memo.ts';
import { bundledZone } from './bundle.ts';
import { Location, utc, type ZoneData } from './location.ts';
import { parseTzif } from './tzif.ts';

/** The directories that Go searches on Linux. */
const systemDirectories: readonly string[] = [
  '/usr/share/zoneinfo',
  '/usr/share/lib/zoneinfo',
  '/usr/lib/locale/TZ',
  '/etc/zoneinfo',
];

/** Go's texts of errors that reading a zone file may end with; a file that is not there is no error yet. */
const systemErrors: ReadonlyMap<string, string> = new Map([
  ['EISDIR', 'is a directory'],
  ['ENOTDIR', 'not a directory'],
  ['EACCES', 'permission denied'],
  ['ELOOP', 'too many levels of symbolic links'],
  ['ENAMETOOLONG', 'file name too long'],
  ['ERR_INVALID_ARG_VALUE', 'invalid argument'],
]);

/** The time zone database: zone files of the first directory that has them, else the bundled copy. */
export class Zones {
  private readonly directories: readonly string[];
  private readonly data = new Memo<ZoneData>((name) => this.read(name), 1000);

  constructor(directories: readonly string[] = systemDirectories) {
    this.directories = directories;
  }

  /**
   * The location of a zone name, a new object at every call as Go's `time.LoadLocation` gives; `''` is UTC and `Local` the
   * zone of the process.
   * @throws {GoError} with Go's text, e.g. `unknown time zone Mars/Olympus`
   */
  load(name: string): Location {
    if (name === '' || name === 'UTC') return utc;
    if (name === 'Local') return local;
    if (name.includes('..') || /^[/\\]/.test(name)) throw new GoError('time: invalid location name');
    const data = this.data.get(name);
    return new Location(name, () => data);
  }

  private read(name: string): ZoneData {
    let failure: GoError | undefined;
    for (const directory of this.directories) {
      try {
        const bytes = readZoneFile(`${directory}/${name}`);
        if (bytes) return parseTzif(bytes);
      } catch (error) {
        if (!(error instanceof GoError)) throw error;
        failure ??= error;
      }
    }
    const bundled = bundledZone(name);
    if (bundled) return bundled;
    throw failure ?? new GoError(`unknown time zone ${name}`);
  }
}

function readZoneFile(path: string): Uint8Array | undefined {
  try {
    return readFileSync(path);
  } catch (error) {
    const code = String((error as NodeJS.ErrnoException).code);
    if (code === 'ENOENT') return undefined;
    throw new GoError(systemErrors.get(code) ?? code);
  }
}

const systemZones = new Zones();

/** The location of a zone name in the system's time zone database; see `Zones.load`. */
export function loadLocation(name: string): Location {
  return systemZones.load(name);
}

/** The zone of the process, named `Local` as in Go. */
export const local: Location = new Location('Local', () => localZone().data);

function localZone(): Location {
  // What `Intl` reads to tell the zone costs 8 MB, and most containers run in UTC.
  if (new Date(0).toString().endsWith('(Coordinated Universal Time)')) return utc;
  try {
    return systemZones.load(String(new Intl.DateTimeFormat().resolvedOptions().timeZone));
  } catch (error) {
    if (error instanceof GoError) return utc;
    throw error;
  }
}
