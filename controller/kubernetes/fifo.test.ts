import { expect, it } from 'vitest';
import { Fifo } from './fifo.ts';

it('gives items in their order, each once, also those that come meanwhile', () => {
  const fifo = new Fifo<string>();
  for (const item of ['a', 'b', 'a', 'c', 'd']) fifo.add(item);
  expect([fifo.shift(), fifo.shift(), fifo.size]).toEqual(['a', 'b', 2]);
  fifo.delete('c');
  for (const item of ['a', 'd', 'c']) fifo.add(item);
  expect([...fifo.values()]).toEqual(['d', 'a', 'c']);
  expect([fifo.shift(), fifo.shift(), fifo.shift(), fifo.shift()]).toEqual(['d', 'a', 'c', undefined]);
  fifo.add('e');
  expect([fifo.shift(), fifo.shift()]).toEqual(['e', undefined]);
  fifo.add('f');
  fifo.clear();
  fifo.add('g');
  expect([fifo.shift(), fifo.size]).toEqual(['g', 0]);
});
