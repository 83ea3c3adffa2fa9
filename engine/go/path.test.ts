import { expect, test } from 'vitest';
import { base, clean, dir, ext, isAbs, join } from './path.ts';

test.each([
  { path: '', want: ['.', '.', '.', '', false] },
  { path: '/', want: ['/', '/', '/', '', true] },
  { path: 'a/b.tar.gz', want: ['a/b.tar.gz', 'b.tar.gz', 'a', '.gz', false] },
  { path: '.bashrc', want: ['.bashrc', '.bashrc', '.', '.bashrc', false] },
  { path: '/../a//b/../c/', want: ['/a/c', 'c', '/a/c', '', true] },
  { path: '../../a/..', want: ['../..', '..', '../../a', '.', false] },
  { path: 'a.b/c', want: ['a.b/c', 'c', 'a.b', '', false] },
])('$path', ({ path, want }) => {
  expect([clean(path), base(path), dir(path), ext(path), isAbs(path)]).toEqual(want);
});

test('elements are joined', () => {
  expect([join(), join('', ''), join('a', '', '../b'), join('/', 'c')]).toEqual(['', '', 'b', '/c']);
});
