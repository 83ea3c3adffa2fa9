import { GoError, panic } from '../go/error.ts';
import { sprintf } from '../go/fmt.ts';
import { native } from '../go/native.ts';
import { Run, type RunOptions } from '../go/run.ts';
import { parseTime } from '../go/time/index.ts';
import { durationType } from '../go/type.ts';
import { float64, GoMap, GoSlice, int, sized } from '../go/value.ts';
import { compile, ExprError } from './index.ts';

/** The variables of the tests: a value of every kind that an expression meets. */
export const variables: Readonly<Record<string, unknown>> = {
  n: 42,
  neg: -7,
  zero: 0,
  f: 3.5,
  one: float64(1),
  i: int(9),
  big: 9007199254740993n,
  max64: 9223372036854775807n,
  nan: Number.NaN,
  t: true,
  no: false,
  s: 'héllo, wörld',
  e: '',
  null: null,
  xs: [3, 1, 2],
  words: ['a', 'b', 'c'],
  mixed: [1, 2.5, 'x', true, null, [1], { k: 'v' }],
  empty: [],
  m: { a: 'two', k: { list: [1, 2] }, z: 1, none: null },
  ints: new GoSlice('[]int', [int(5), int(6)]),
  strs: new GoSlice('[]string', ['x', 'y']),
  bytes: Uint8Array.of(104, 105),
  labels: new GoMap('map[string]string', [
    ['b', '2'],
    ['a', '1'],
  ]),
  byInt: new GoMap('map[int]string', [[int(2), 'two']]),
  d: sized(durationType, 5_400_000_000_000),
  tm: parseTime('2006-01-02T15:04:05.999999999Z07:00', '2024-05-06T07:08:09.123456789Z'),
  add: native('func(int, int) int', (a: number, b: number) => a + b),
  score: native('func(int, ...int) int', (first: number, ...rest: number[]) => rest.reduce((a, b) => a + b, first)),
  greet: native('func(string) string', (name: string) => `Hello, ${name}`),
  two: native('func() (string, error)', () => 'two'),
  boom: native('func() string', () => {
    throw panic('boom!');
  }),
  fail: native('func() (string, error)', () => {
    throw new GoError('get "u": bad');
  }),
};

/** Type and text of what an expression gives, e.g. `int 3`, or the first line of its error. */
export function evaluate(source: string): string {
  try {
    const value = compile(source).run(variables, new Run());
    return sprintf('%T %v', [value, value]).trimEnd();
  } catch (error) {
    if (error instanceof ExprError) return error.message.split('\n')[0] ?? '';
    throw error;
  }
}

/** The error that compiling and running an expression ends with. */
export function failure(source: string, env: Record<string, unknown> = variables, options: RunOptions = {}): ExprError {
  try {
    compile(source).run(env, new Run(options));
  } catch (error) {
    if (error instanceof ExprError) return error;
    throw error;
  }
  throw new Error(`no error: ${source}`);
}
