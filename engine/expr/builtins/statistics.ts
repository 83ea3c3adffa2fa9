import { GoError } from '../../go/error.ts';
import { anyType, type GoType } from '../../go/type.ts';
import { float64, GoNum, itemsOf, typeOf } from '../../go/value.ts';
import type { Builtin } from '../builtin.ts';
import type { Machine } from '../machine.ts';
import { less, more } from '../runtime/compare.ts';
import { numberClass, numberIn, typeText } from '../runtime/convert.ts';
import { isListKind, isNumberKind, kindOfType, typeName } from './define.ts';

/** How deep lists may be nested; expr-lang allows 10,000. */
const maxDepth = 1_000;

function validate(name: string, args: readonly (GoType | undefined)[]): GoType | string {
  if (args.length === 0) return `not enough arguments to call ${name}`;
  for (const type of args) {
    const kind = kindOfType(type);
    if (kind === 'interface' || isListKind(kind)) return anyType;
    if (!isNumberKind(kind)) return `invalid argument for ${name} (type ${typeName(type)})`;
  }
  return args[0] as GoType;
}

function badArgument(name: string, value: unknown): GoError {
  return new GoError(`invalid argument for ${name} (type ${typeText(value)})`);
}

interface Extreme {
  readonly name: string;
  /** Whether the second value is to replace the first. */
  readonly isBetter: (best: unknown, value: unknown) => boolean;
  readonly machine: Machine;
}

function better(extreme: Extreme, best: unknown, value: unknown): unknown {
  if (value === null) return best;
  return best === null || extreme.isBetter(best, value) ? value : best;
}

function extremeOf(extreme: Extreme, args: readonly unknown[], depth = 0): unknown {
  checkDepth(depth);
  let best: unknown = null;
  for (const arg of args) {
    extreme.machine.run.step();
    const items = itemsOf(arg);
    if (items) best = better(extreme, best, extremeOfItems(extreme, arg, items, depth));
    else if (isPlainNumber(arg)) best = better(extreme, best, arg);
    else if (args.length === 1) return arg ?? null;
    else throw badArgument(extreme.name, arg);
  }
  return best;
}

function isPlainNumber(value: unknown): boolean {
  return numberClass(value) !== undefined || (value instanceof GoNum && isNumberKind(value.type.kind));
}

function extremeOfItems(extreme: Extreme, list: unknown, items: readonly unknown[], depth: number): unknown {
  const isTyped = !Array.isArray(list);
  let best: unknown = null;
  for (const item of items) {
    const isNested = itemsOf(item) !== undefined;
    const value = isNested || isTyped ? extremeOf(extreme, [item], depth + 1) : item;
    if ((isTyped || !isNested) && numberClass(value) === undefined) throw badArgument(extreme.name, value);
    best = better(extreme, best, value);
  }
  return best;
}

function checkDepth(depth: number): void {
  if (depth > maxDepth) throw new GoError('recursion depth exceeded');
}

/** The numbers in arguments and in lists among them, as float64. */
function numbersIn(name: string, args: readonly unknown[], machine: Machine, depth = 0): number[] {
  checkDepth(depth);
  const numbers: number[] = [];
  for (const arg of args) {
    machine.run.step();
    const items = itemsOf(arg);
    if (items) for (const number of numbersIn(name, items, machine, depth + 1)) numbers.push(number);
    else if (isNumberKind(typeOf(arg)?.kind ?? 'invalid')) numbers.push(Number(numberIn(arg)));
    else throw badArgument(name, arg);
  }
  return numbers;
}

/** The sum of arguments and of the elements of lists among them; deeper lists are summed by themselves, as Go does. */
function total(args: readonly unknown[]): number {
  let sum = 0;
  for (const arg of args) {
    for (const item of itemsOf(arg) ?? [arg]) sum += itemsOf(item) ? total([item]) : Number(numberIn(item));
  }
  return sum;
}

function mean(args: readonly unknown[], machine: Machine): unknown {
  const { length } = numbersIn('mean', args, machine);
  return float64(length === 0 ? 0 : total(args) / length);
}

function median(args: readonly unknown[], machine: Machine): unknown {
  const numbers = numbersIn('median', args, machine).sort(compareFloats);
  const half = Math.floor(numbers.length / 2);
  const upper = numbers[half] ?? 0;
  return float64(numbers.length % 2 === 1 ? upper : ((numbers[half - 1] ?? 0) + upper) / 2);
}

/** The order of sort.Float64s: NaN first. */
function compareFloats(a: number, b: number): number {
  if (Number.isNaN(a)) return Number.isNaN(b) ? 0 : -1;
  return Number.isNaN(b) ? 1 : a < b ? -1 : a > b ? 1 : 0;
}

/** Functions of many numbers, given one by one or in lists. */
export const statisticBuiltins: readonly Builtin[] = [
  {
    name: 'max',
    call: (args, machine) => extremeOf({ name: 'max', isBetter: less, machine }, args),
    validate: (args) => validate('max', args),
  },
  {
    name: 'min',
    call: (args, machine) => extremeOf({ name: 'min', isBetter: more, machine }, args),
    validate: (args) => validate('min', args),
  },
  { name: 'mean', call: mean, validate: (args) => validate('mean', args) },
  { name: 'median', call: median, validate: (args) => validate('median', args) },
];
