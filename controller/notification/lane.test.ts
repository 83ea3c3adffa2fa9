import { expect, it } from 'vitest';
import { settled } from '../kubernetes/manual-clock.ts';
import { Lane } from './lane.ts';

/** A lane with jobs `<group><number>`, which end when told to. */
function start(jobs: readonly string[], width: () => number) {
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const lane = new Lane(width);
  for (const job of jobs) {
    lane.add(job.slice(0, 1), () => {
      begun.push(job);
      return new Promise((resolve) => ends.set(job, resolve));
    });
  }
  const end = async (job: string) => {
    ends.get(job)?.();
    await settled();
  };
  return { lane, begun, end };
}

it('begins the first job whose group is not at work', async () => {
  const { lane, begun, end } = start(['a1', 'a2', 'b1', 'a3', 'b2', 'c1'], () => 2);
  expect([begun, lane.length]).toEqual([['a1', 'b1'], 4]);
  await end('b1');
  expect([begun, lane.length]).toEqual([['a1', 'b1', 'b2'], 3]);
  await end('a1');
  await end('b2');
  expect([begun, lane.length]).toEqual([['a1', 'b1', 'b2', 'a2', 'c1'], 1]);
  await end('a2');
  expect([begun, lane.length]).toEqual([['a1', 'b1', 'b2', 'a2', 'c1', 'a3'], 0]);
});

it('begins more jobs when it has grown wider', () => {
  let width = 1;
  const { lane, begun } = start(['a1', 'b1', 'c1'], () => width);
  expect(begun).toEqual(['a1']);
  width = 2;
  lane.next();
  expect([begun, lane.length]).toEqual([['a1', 'b1'], 1]);
});
