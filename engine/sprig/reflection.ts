import { deepEqual } from '../go/equal.ts';
import { native, nativeRun } from '../go/native.ts';
import { type GoFunc, kindOf, typeOf } from '../go/value.ts';

/** The text of `%T`. */
function typeName(value: unknown): string {
  return typeOf(value)?.name ?? '<nil>';
}

/** sprig's functions on types and kinds. */
export const reflectionFunctions: Readonly<Record<string, GoFunc>> = {
  typeOf: native('func(interface {}) string', typeName),
  typeIs: native('func(string, interface {}) bool', (name: string, value: unknown) => typeName(value) === name),
  typeIsLike: native('func(string, interface {}) bool', (name: string, value: unknown) =>
    [name, `*${name}`].includes(typeName(value)),
  ),
  kindOf: native('func(interface {}) string', kindOf),
  kindIs: native('func(string, interface {}) bool', (kind: string, value: unknown) => kindOf(value) === kind),
  deepEqual: nativeRun('func(interface {}, interface {}) bool', (run, a: unknown, b: unknown) => deepEqual(a, b, run)),
};
