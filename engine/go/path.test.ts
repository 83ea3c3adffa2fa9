import { expect, test } from 'vitest';
import { base, clean, dir, ext, isAbs, join } from './path.ts';

test.each([
  ['', '.', '.', '.', '', false],
  ['/', '/', '/', '/', '', true],
  ['a/b.tar.gz', 'a/b.tar.gz', 'b.tar.gz', 'a', '.gz', false],
  ['.bashrc', '.bashrc', '.bashrc', '.', '.bashrc', false],
  ['/../a//b/../c/', '/a/c', 'c', '/a/c', '', true],
  ['../../a/..', '../..', '..', '../../a', '.', false],
  ['a.b/c', 'a.b/c', 'c', 'a.b', '', false],
])('%j', (path, cleaned, last, parent, suffix, absolute) => {
  expect([clean(path), base(path), dir(path), ext(path), isAbs(path)]).toEqual([cleaned, last, parent, suffix, absolute]);
});

test('elements are joined', () => {
  expect([join(), join('', ''), join('a', '', '../b'), join('/', 'c')]).toEqual(['', '', 'b', '/c']);
});
