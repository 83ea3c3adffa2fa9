import { type GoType, parseType } from '../../go/type.ts';
import type { Builtin } from '../builtin.ts';
import { bitBuiltins } from './bits.ts';
import { encodingBuiltins } from './encodings.ts';
import { listBuiltins } from './lists.ts';
import { loopBuiltins } from './loops.ts';
import { mapBuiltins } from './maps.ts';
import { numberBuiltins } from './numbers.ts';
import { statisticBuiltins } from './statistics.ts';
import { stringBuiltins } from './strings.ts';
import { timeBuiltins } from './times.ts';
import { valueBuiltins } from './values.ts';

/** Every function of expr-lang 1.17.8 by name. */
export const builtins: ReadonlyMap<string, Builtin> = new Map(
  [
    loopBuiltins,
    valueBuiltins,
    numberBuiltins,
    statisticBuiltins,
    stringBuiltins,
    encodingBuiltins,
    timeBuiltins,
    listBuiltins,
    mapBuiltins,
    bitBuiltins,
  ]
    .flat()
    .map((builtin) => [builtin.name, builtin]),
);

export function isBuiltin(name: string): boolean {
  return builtins.has(name);
}

export function builtinOf(name: string): Builtin | undefined {
  return builtins.get(name);
}

const untyped = parseType('func(...interface {}) (interface {}, error)');

/** The type of a builtin's bare name: its first signature. */
export function builtinType(builtin: Builtin): GoType {
  return builtin.types?.[0] ?? untyped;
}
