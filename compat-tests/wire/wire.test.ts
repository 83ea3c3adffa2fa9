import { describe, expect, it } from 'vitest';
import { wireFiles } from './case.ts';
import { pooled } from './pool.ts';
import { replay } from './run.ts';
import { createWorld } from './world.ts';

const world = createWorld();
const files = wireFiles().map(({ service, cases, recorded }) => {
  return { service, recorded, rows: cases.map((c) => ({ c, id: c.id, outcome: Promise.withResolvers<string[]>() })) };
});
const queue = files.flatMap(({ recorded, rows }) => rows.map((row) => ({ ...row, recorded })));
const played = pooled(queue, 24, async ({ c, recorded, outcome }) => {
  outcome.resolve(await replay(c, recorded.get(c.id), world, { waits: false }));
});

for (const { service, recorded, rows } of files) {
  describe(`wire ${service}`, () => {
    it.each(rows)('$id', { timeout: 90_000 }, async ({ outcome }) => {
      expect(await outcome.promise).toEqual([]);
    });

    it('has recordings of its cases only', () => {
      expect([...recorded.keys()].sort()).toEqual(rows.map(({ id }) => id).sort());
    });
  });
}

it('plays every case to its end', { timeout: 90_000 }, async () => {
  await expect(played).resolves.toHaveLength(queue.length);
});
