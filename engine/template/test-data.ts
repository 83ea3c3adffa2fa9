import { GoError, panic } from '../go/error.ts';
import { native } from '../go/native.ts';
import { Run } from '../go/run.ts';
import { durationType } from '../go/type.ts';
import { GoFunc, GoMap, GoSlice, int, sized } from '../go/value.ts';
import { parse, TemplateError } from './index.ts';

/** The variables that the tests of this folder evaluate templates with. */
export const variables = {
  name: 'guestbook',
  n: 42,
  f: 1.5,
  i: int(7),
  yes: true,
  no: false,
  empty: '',
  none: null,
  list: ['a', 'b', 'c'],
  nums: [3, 1],
  words: new GoSlice('[]string', ['x', 'y']),
  map: { b: 'B', a: { deep: 1 } },
  context: new GoMap('map[string]string', [['url', 'https://argo']]),
  codes: new GoMap('map[int]string', [
    [int(2), 'two'],
    [int(1), 'one'],
  ]),
  bytes: Uint8Array.of(104, 105),
  wait: sized(durationType, 5_400_000_000_000),
  nothing: [],
  mixed: [null, 'x'],
  add: native('func(int, int) int', (a: number, b: number) => a + b),
  score: native('func(int, ...int) int', (first: number, ...more: number[]) => more.reduce((a, b) => a + b, first)),
  ident: new GoFunc('func(interface {}) interface {}', ([x]) => x),
  boom: native('func() string', () => {
    throw panic('boom!');
  }),
  void: native('func()', () => undefined),
};

/** Functions with the types, and as far as the tests go the results, of those of sprig. */
export const functions: ReadonlyMap<string, GoFunc> = new Map([
  ['upper', native('func(string) string', (text: string) => text.toUpperCase())],
  ['trunc', native('func(int, string) string', (length: number, text: string) => text.slice(0, length))],
  ['until', native('func(int) []int', (count: number) => Array.from({ length: count }, (_, i) => i))],
  ['list', native('func(...interface {}) []interface {}', (...items: unknown[]) => items)],
  ['first', native('func(interface {}) interface {}', ([item]: unknown[]) => item)],
  ['hello', native('func() string', () => 'Hello!')],
  [
    'ternary',
    native('func(interface {}, interface {}, bool) interface {}', (a: unknown, b: unknown, test: boolean) =>
      test ? a : b,
    ),
  ],
  [
    'fail',
    native('func(string) (string, error)', (text: string) => {
      throw new GoError(text);
    }),
  ],
]);

/** What a source gives: its output, its parse error, or its error and what had been printed. */
export function answer(source: string, run = new Run()): readonly [source: string, ...answer: string[]] {
  try {
    return [source, parse('t', source, functions).execute(variables, run)];
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    return error.code === 'parse' ? [source, error.message] : [source, error.message, error.partial];
  }
}
