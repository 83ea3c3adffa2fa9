import { expect, it } from 'vitest';
import { Random } from '../fuzz/random.ts';
import { rowsOf, table } from './report.ts';
import type { Sample } from './sample.ts';

const random = new Random(1);

/** A run of ten minutes in which bursts come and go, and sockets leak. */
const samples = Array.from({ length: 200 }, (_, i): Sample => {
  const burst = i % 20 < 8 ? 10 + random.below(20) : 0;
  const level = { rss: 90 + random.next() * 3, heap: 15 + random.next(), external: 9, files: 30 + burst };
  return { time: i * 3_000, ...level, sockets: 2 + burst + i / 5, timers: 40 + burst, handles: 50 + burst };
});

it('only what raises its floor is not flat, whatever comes and goes', () => {
  const rows = rowsOf(samples);
  expect(rows.filter(({ flat }) => !flat).map(({ cells }) => cells[0])).toEqual(['sockets']);
  expect(table(rows).split('\n')).toHaveLength(9);
});
