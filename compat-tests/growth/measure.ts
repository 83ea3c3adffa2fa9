import { cpuUsage } from 'node:process';
import type { CallCounter } from '../operations/calls.ts';
import { type GrowthCase, sizesFrom, type Work } from './case.ts';
import { exponentOf, noise, verdictOf } from './slope.ts';

/** A size, and what it cost. */
export type Point = readonly [n: number, cost: number];

/** How many functions of ours are called at each size. */
export async function callsOf({ prepare, size, counted = size }: GrowthCase, counter: CallCounter): Promise<Point[]> {
  const points: Point[] = [];
  for (const n of sizesFrom(counted)) {
    const work = await prepare(n);
    const after: unknown[] = [];
    points.push([n, await counter.count(async () => after.push(await work()))]);
    await finish(after[0]);
  }
  return points;
}

/** Median milliseconds of CPU time at each size; sizes take turns, so that a slow moment of the machine is no growth. */
async function timesOf({ prepare, size }: GrowthCase, rounds: number): Promise<Point[]> {
  const works: (readonly [number, Work])[] = [];
  for (const n of sizesFrom(size)) works.push([n, await prepare(n)]);
  for (const [, work] of works) await timeOf(work, 1);
  const repeats = await repeatsOf(works[0]?.[1] ?? (() => undefined));
  const times = new Map<number, number[]>();
  for (let round = 0; round < rounds; round++) {
    for (const [n, work] of works) times.set(n, [...(times.get(n) ?? []), await timeOf(work, repeats)]);
  }
  return Array.from(times, ([n, all]) => [n, median(all)]);
}

/** As `timesOf`; what looks worse than n log n is measured again, up to three times in all, since noise adds and does not take away. */
export async function steadyTimesOf(each: GrowthCase, rounds: number): Promise<Point[]> {
  let best = await timesOf(each, rounds);
  for (let i = 1; i < 3 && verdictOf(exponentOf(best) - noise) === 'worse'; i++) {
    const again = await timesOf(each, rounds);
    if (exponentOf(again) < exponentOf(best)) best = again;
  }
  return best;
}

/** How often work is done for a time that can be measured, in milliseconds, at the smallest size. */
const enough = 3;
const mostRepeats = 500;

async function repeatsOf(work: Work): Promise<number> {
  const started = performance.now();
  let repeats = 0;
  while (performance.now() - started < enough && repeats < mostRepeats) {
    await timeOf(work, 1);
    repeats++;
  }
  return repeats;
}

/** Milliseconds of CPU time for one of so many times that work is done. */
async function timeOf(work: Work, repeats: number): Promise<number> {
  const ends: unknown[] = [];
  const before = cpuUsage();
  for (let i = 0; i < repeats; i++) ends.push(await work());
  const { user, system } = cpuUsage(before);
  for (const end of ends) await finish(end);
  return (user + system) / 1000 / repeats;
}

async function finish(end: unknown): Promise<void> {
  if (typeof end === 'function') await end();
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
