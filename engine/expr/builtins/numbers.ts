import { panic } from '../../go/error.ts';
import * as strconv from '../../go/strconv.ts';
import { float64Type, intType } from '../../go/type.ts';
import { float64, GoNum, int, int64 } from '../../go/value.ts';
import type { Builtin } from '../builtin.ts';
import { withValue, wrapTo } from '../runtime/arithmetic.ts';
import { intIn, numberClass, numberIn, toInt, typeText } from '../runtime/convert.ts';
import { isNumberKind, oneArgument } from './define.ts';

function abs(value: unknown): unknown {
  const kind = numberClass(value);
  if (!kind) throw panic(`invalid argument for abs (type ${typeText(value)})`);
  const number = numberIn(value);
  if (!(number < 0)) return value;
  if (kind === 'float') return value instanceof GoNum ? withValue(value, -Number(number)) : float64(-Number(number));
  if (!(value instanceof GoNum)) return int64(-BigInt(number));
  return value.type === intType ? int(-BigInt(number)) : withValue(value, wrapTo(value, -BigInt(number)));
}

/** A function of a float64 that takes every number. */
function rounding(name: string, round: (value: number) => number): Builtin {
  return {
    name,
    fast: (value) => {
      if (!numberClass(value)) throw panic(`invalid argument for ${name} (type ${typeText(value)})`);
      return float64(round(Number(numberIn(value))));
    },
    validate: oneArgument(isNumberKind, float64Type, `invalid argument for ${name} (type %)`),
  };
}

/** math.Round: half away from zero. */
function roundHalfAway(value: number): number {
  const whole = Math.trunc(value);
  return Math.abs(value - whole) >= 0.5 ? whole + Math.sign(value) : whole;
}

function toInteger(value: unknown): unknown {
  if (typeof value === 'string') return parsed(value, 'int', () => int(strconv.atoi(value)));
  if (value === null || value === undefined) throw panic('reflect: call of reflect.Value.Type on zero Value');
  if (value instanceof GoNum && !numberClass(value)) return int(intIn(value));
  return int(toInt(value));
}

function toFloat(value: unknown): unknown {
  if (typeof value === 'string') return parsed(value, 'float', () => float64(strconv.parseFloat(value)));
  if (!numberClass(value)) throw panic(`invalid operation: float(${typeText(value)})`);
  return float64(Number(numberIn(value)));
}

function parsed(text: string, name: string, parse: () => unknown): unknown {
  try {
    return parse();
  } catch {
    throw panic(`invalid operation: ${name}(${text})`);
  }
}

/** Numbers: conversion and rounding. */
export const numberBuiltins: readonly Builtin[] = [
  { name: 'abs', fast: abs, validate: oneArgument(isNumberKind, (type) => type, 'invalid argument for abs (type %)') },
  rounding('ceil', Math.ceil),
  rounding('floor', Math.floor),
  rounding('round', roundHalfAway),
  {
    name: 'int',
    fast: toInteger,
    validate: oneArgument(
      (kind) => isNumberKind(kind) || kind === 'string',
      intType,
      'invalid argument for int (type %)',
    ),
  },
  {
    name: 'float',
    fast: toFloat,
    validate: oneArgument(
      (kind) => isNumberKind(kind) || kind === 'string',
      float64Type,
      'invalid argument for float (type %)',
    ),
  },
];
