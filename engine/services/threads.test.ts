import { expect, it } from 'vitest';
import { MemoryThreads } from './threads.ts';

const thread = (timestamp: string) => ({ timestamp, channel: 'C' });

it('keeps the threads that were used last', () => {
  const threads = new MemoryThreads(2);
  const key = (groupingKey: string) => ({ service: 'slack', recipient: 'r', groupingKey });
  threads.set(key('a'), thread('1'));
  threads.set(key('b'), thread('2'));
  expect(threads.get(key('a'))).toEqual(thread('1'));
  threads.set(key('c'), thread('3'));
  expect(['a', 'b', 'c'].map((each) => threads.get(key(each))?.timestamp)).toEqual(['1', undefined, '3']);
});

it('keeps services, recipients and keys apart, whatever they are called', () => {
  const threads = new MemoryThreads();
  threads.set({ service: 'a', recipient: 'b"', groupingKey: 'c' }, thread('1'));
  expect(threads.get({ service: 'a', recipient: 'b', groupingKey: '"c' })).toBeUndefined();
  expect(threads.get({ service: 'b"', recipient: 'a', groupingKey: 'c' })).toBeUndefined();
  expect(threads.get({ service: 'a', recipient: 'b"', groupingKey: 'c' })).toEqual(thread('1'));
});
