import type { Builtin } from '../builtin.ts';
import { types } from './define.ts';

/** Functions with a predicate. The compiler makes their loops; these are their types as plain functions. */
const signatures: readonly (readonly [name: string, signature: string])[] = [
  ['all', 'func([]interface {}, func(interface {}) bool) bool'],
  ['none', 'func([]interface {}, func(interface {}) bool) bool'],
  ['any', 'func([]interface {}, func(interface {}) bool) bool'],
  ['one', 'func([]interface {}, func(interface {}) bool) bool'],
  ['filter', 'func([]interface {}, func(interface {}) bool) []interface {}'],
  ['map', 'func([]interface {}, func(interface {}) interface {}) []interface {}'],
  ['find', 'func([]interface {}, func(interface {}) bool) interface {}'],
  ['findIndex', 'func([]interface {}, func(interface {}) bool) int'],
  ['findLast', 'func([]interface {}, func(interface {}) bool) interface {}'],
  ['findLastIndex', 'func([]interface {}, func(interface {}) bool) int'],
  ['count', 'func([]interface {}, func(interface {}) bool) int'],
  ['sum', 'func([]interface {}, func(interface {}) bool) int'],
  ['groupBy', 'func([]interface {}, func(interface {}) interface {}) map[interface {}][]interface {}'],
  ['sortBy', 'func([]interface {}, func(interface {}) bool, string) []interface {}'],
  ['reduce', 'func([]interface {}, func(interface {}, interface {}) interface {}, interface {}) interface {}'],
];

export const loopBuiltins: readonly Builtin[] = signatures.map(([name, signature]) => ({
  name,
  predicate: true,
  types: types(signature),
}));
