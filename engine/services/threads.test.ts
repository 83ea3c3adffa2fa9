import { expect, it } from 'vitest';
import { MemoryThreads, threadId } from './threads.ts';

const thread = (timestamp: string) => ({ timestamp, channel: 'C' });

it('keeps the threads that were used last', () => {
  const threads = new MemoryThreads(2);
  const key = (groupingKey: string) => ({ service: 'slack', recipient: 'r', groupingKey, access: '' });
  threads.set(key('a'), thread('1'));
  threads.set(key('b'), thread('2'));
  expect(threads.get(key('a'))).toEqual(thread('1'));
  threads.set(key('c'), thread('3'));
  expect(['a', 'b', 'c'].map((each) => threads.get(key(each))?.timestamp)).toEqual(['1', undefined, '3']);
});

it('keeps services, recipients, keys and tokens apart, whatever they are called', () => {
  const threads = new MemoryThreads();
  const key = (service: string, recipient: string, groupingKey: string, access = 't') => {
    return { service, recipient, groupingKey, access };
  };
  threads.set(key('a', 'b"', 'c'), thread('1'));
  expect(threads.get(key('a', 'b', '"c'))).toBeUndefined();
  expect(threads.get(key('b"', 'a', 'c'))).toBeUndefined();
  expect(threads.get(key('a', 'b"', 'c', 'u'))).toBeUndefined();
  expect(threads.get(key('a', 'b"', 'c'))).toEqual(thread('1'));
});

it('names a thread without its grouping key and its token', () => {
  const id = threadId({ service: 'slack', recipient: 'general', groupingKey: 'hush', access: 'xoxb-token' });
  expect(id).toMatch(/^slack:general:[\w-]{22}$/);
});
