import { describe, expect, it } from 'vitest';
import type { Thread } from './services/threads.ts';
import { maxThreadBytes, maxThreads, parseThreads, serialiseThreads, threadsAnnotation } from './thread-state.ts';

const thread: Thread = { timestamp: '1.5', channel: 'C1', seal: 's' };

it('has an annotation of its own beside that of the state', () => {
  expect(threadsAnnotation('notifications.example.com')).toBe('threads.notifications.example.com');
});

it('is read as it was written, in the order of use', () => {
  const threads = new Map([
    ['slack:b:1', thread],
    ['slack:a:2', { ...thread, channel: '<C2>' }],
  ]);
  const text = serialiseThreads(threads);
  expect(text).toBe('[["slack:b:1","1.5","C1","s"],["slack:a:2","1.5","\\u003cC2\\u003e","s"]]');
  expect([...parseThreads(text)]).toEqual([...threads]);
  expect(serialiseThreads(new Map())).toBeUndefined();
});

it.each([
  undefined,
  '',
  'nonsense',
  'null',
  '{}',
  '[1, "a", ["a","b","c"], ["a","b","c",4]]',
])('takes %s for no threads', (text) => expect(parseThreads(text)).toEqual(new Map()));

describe('is bounded', () => {
  const many = (count: number, recipient: string) =>
    new Map(Array.from({ length: count }, (_, i) => [`slack:${recipient}:${i}`, thread]));

  it('in number: those that were used longest ago go', () => {
    const kept = [...parseThreads(serialiseThreads(many(maxThreads + 10, 'r'))).keys()];
    expect(kept).toHaveLength(maxThreads);
    expect([kept[0], kept.at(-1)]).toEqual(['slack:r:10', `slack:r:${maxThreads + 9}`]);
  });

  it('in bytes, and one that is too large alone does not count', () => {
    const threads = new Map([...many(maxThreads, 'é'.repeat(500)), ['x'.repeat(maxThreadBytes), thread]]);
    const text = serialiseThreads(threads) ?? '';
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(maxThreadBytes);
    expect([...parseThreads(text).keys()].map((id) => id.split(':').at(-1))).toEqual([
      '43',
      '44',
      '45',
      '46',
      '47',
      '48',
      '49',
    ]);
  });
});
