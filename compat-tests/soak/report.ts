import { fit, isFlat } from './fit.ts';
import type { Quantity, Sample } from './sample.ts';

/**
 * A quantity, its unit, and what its floor may rise by over the second half: a part of its mean, and an amount, of connections and
 * timers what the pools for two services and the API server may come to hold.
 */
const quantities: readonly (readonly [name: Quantity, label: string, part: number, amount: number])[] = [
  ['rss', 'resident memory, MB', 0.05, 2],
  ['heap', 'heap after collection, MB', 0.05, 0.5],
  ['external', 'memory outside the heap, MB', 0.05, 0.5],
  ['files', 'open files', 0.05, 8],
  ['sockets', 'sockets', 0.05, 8],
  ['timers', 'timers', 0.05, 8],
  ['handles', 'handles, of any kind', 0.05, 8],
];

export interface Row {
  readonly cells: readonly string[];
  readonly flat: boolean;
}

/** How each quantity went over the second half of a run. @throws {Error} for too few samples */
export function rowsOf(samples: readonly Sample[]): Row[] {
  const half = samples.slice(Math.floor(samples.length / 2));
  return quantities.map(([name, label, part, amount]) => {
    const floor = floorOf(half, name);
    const found = fit(floor);
    const hours = ((floor.at(-1)?.[0] ?? 0) - (floor[0]?.[0] ?? 0)) / 3_600_000;
    const flat = isFlat(found, found.mean * part + amount);
    const numbers = [samples[0]?.[name] ?? 0, found.first, found.last].map((each) => each.toFixed(1));
    return { cells: [label, ...numbers, (found.rise / hours).toFixed(1), flat ? 'flat' : 'not flat'], flat };
  });
}

/**
 * The least of a quantity in each of ten stretches, with the time of the middle: what is held for a while comes and goes, what
 * leaks raises the floor.
 */
function floorOf(samples: readonly Sample[], name: Quantity): (readonly [time: number, least: number])[] {
  const length = Math.max(1, Math.ceil(samples.length / stretches));
  return Array.from({ length: Math.ceil(samples.length / length) }, (_, i) => {
    const stretch = samples.slice(i * length, (i + 1) * length);
    const middle = stretch[Math.floor(stretch.length / 2)] as Sample;
    return [middle.time, Math.min(...stretch.map((sample) => sample[name]))] as const;
  });
}

const stretches = 10;

/** The rows as a Markdown table. */
export function table(rows: readonly Row[]): string {
  const head = ['', 'at first', 'floor at half-time', 'floor at the end', 'slope an hour', 'verdict'];
  const lines = [head, head.map(() => '---'), ...rows.map(({ cells }) => cells)];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
