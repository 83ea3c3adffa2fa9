import { toFloat64, toInt64 } from '../go/cast.ts';
import { add, type Decimal, divide, fromFloat, multiply, subtract, toFloat } from '../go/decimal.ts';
import { panic } from '../go/error.ts';
import { native, nativeRun } from '../go/native.ts';
import type { Run } from '../go/run.ts';
import type { GoFunc } from '../go/value.ts';
import { round } from './round.ts';
import { joined } from './text.ts';

const wrap = (value: bigint): bigint => BigInt.asIntN(64, value);

function divisor(value: unknown): bigint {
  const number = toInt64(value);
  if (number === 0n) throw panic('runtime error: integer divide by zero');
  return number;
}

function folded(operation: (a: bigint, b: bigint) => bigint): (first: unknown, ...rest: unknown[]) => bigint {
  return (first, ...rest) => rest.map(toInt64).reduce(operation, toInt64(first));
}

function foldedFloat(operation: (a: number, b: number) => number): (first: unknown, ...rest: unknown[]) => number {
  return (first, ...rest) => rest.map(toFloat64).reduce(operation, toFloat64(first));
}

/** math.Max: +Inf wins over NaN. */
function maxFloat(a: number, b: number): number {
  return a === Number.POSITIVE_INFINITY || b === Number.POSITIVE_INFINITY ? Number.POSITIVE_INFINITY : Math.max(a, b);
}

/** math.Min: -Inf wins over NaN. */
function minFloat(a: number, b: number): number {
  return a === Number.NEGATIVE_INFINITY || b === Number.NEGATIVE_INFINITY ? Number.NEGATIVE_INFINITY : Math.min(a, b);
}

/** Decimal arithmetic on the shortest decimals of float64 numbers (sprig execDecimalOp). */
function decimals(operation: (a: Decimal, b: Decimal) => Decimal): (first: unknown, ...rest: unknown[]) => number {
  const decimal = (value: unknown): Decimal => fromFloat(toFloat64(value));
  return (first, ...rest) =>
    toFloat(rest.reduce((sum: Decimal, value) => operation(sum, decimal(value)), decimal(first)));
}

/** The integers from `start` to before `stop`; none where `step` leads away from it. @throws {LimitError} */
function untilStep(run: Run, start: number, stop: number, step: number): number[] {
  const length = step === 0 ? 0 : Math.max(0, Math.ceil((stop - start) / step));
  run.allocate(length);
  return Array.from({ length }, (_, i) => start + i * step);
}

function until(run: Run, count: number): number[] {
  return untilStep(run, 0, count, count < 0 ? -1 : 1);
}

/** sprig seq: `[end]`, `[start, end]` or `[start, step, end]`, the end included. */
function seq(run: Run, ...params: number[]): string {
  if (params.length === 0 || params.length > 3) return '';
  const start = params.length === 1 ? 1 : (params[0] as number);
  const end = params.at(-1) as number;
  const direction = end < start ? -1 : 1;
  const step = params.length === 3 ? (params[1] as number) : direction;
  return joined(run, untilStep(run, start, end + direction, step).map(String), ' ');
}

const max = native(
  'func(interface {}, ...interface {}) int64',
  folded((a, b) => (b > a ? b : a)),
);

/** sprig's arithmetic: int64 that wraps around, and decimals for the functions that end in `f`. */
export const mathFunctions: Readonly<Record<string, GoFunc>> = {
  add: native('func(...interface {}) int64', (...values: unknown[]) =>
    values.map(toInt64).reduce((sum, value) => wrap(sum + value), 0n),
  ),
  add1: native('func(interface {}) int64', (value: unknown) => toInt64(value) + 1n),
  sub: native('func(interface {}, interface {}) int64', (a: unknown, b: unknown) => toInt64(a) - toInt64(b)),
  div: native('func(interface {}, interface {}) int64', (a: unknown, b: unknown) => toInt64(a) / divisor(b)),
  mod: native('func(interface {}, interface {}) int64', (a: unknown, b: unknown) => toInt64(a) % divisor(b)),
  mul: native(
    'func(interface {}, ...interface {}) int64',
    folded((a, b) => wrap(a * b)),
  ),
  max,
  biggest: max,
  min: native(
    'func(interface {}, ...interface {}) int64',
    folded((a, b) => (b < a ? b : a)),
  ),
  maxf: native('func(interface {}, ...interface {}) float64', foldedFloat(maxFloat)),
  minf: native('func(interface {}, ...interface {}) float64', foldedFloat(minFloat)),
  ceil: native('func(interface {}) float64', (value: unknown) => Math.ceil(toFloat64(value))),
  floor: native('func(interface {}) float64', (value: unknown) => Math.floor(toFloat64(value))),
  round: native('func(interface {}, int, ...float64) float64', (value: unknown, places: number, on?: number) =>
    round(toFloat64(value), places, on),
  ),
  addf: native('func(...interface {}) float64', (...values: unknown[]) => decimals(add)(0, ...values)),
  add1f: native('func(interface {}) float64', (value: unknown) => decimals(add)(value, 1)),
  subf: native('func(interface {}, ...interface {}) float64', decimals(subtract)),
  divf: native('func(interface {}, ...interface {}) float64', decimals(divide)),
  mulf: native('func(interface {}, ...interface {}) float64', decimals(multiply)),
  seq: nativeRun('func(...int) string', seq),
  until: nativeRun('func(int) []int', until),
  untilStep: nativeRun('func(int, int, int) []int', untilStep),
};
