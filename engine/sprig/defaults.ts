import { native } from '../go/native.ts';
import { truth } from '../go/truth.ts';
import type { GoFunc } from '../go/value.ts';

/** sprig's functions on emptiness, which is what text/template takes for false. */
export const defaultFunctions: Readonly<Record<string, GoFunc>> = {
  default: native('func(interface {}, ...interface {}) interface {}', (fallback: unknown, ...given: unknown[]) =>
    truth(given[0]) ? given[0] : fallback,
  ),
  empty: native('func(interface {}) bool', (value: unknown) => !truth(value)),
  coalesce: native(
    'func(...interface {}) interface {}',
    (...values: unknown[]) => values.find((value) => truth(value)) ?? null,
  ),
  all: native('func(...interface {}) bool', (...values: unknown[]) => values.every(truth)),
  any: native('func(...interface {}) bool', (...values: unknown[]) => values.some(truth)),
  ternary: native('func(interface {}, interface {}, bool) interface {}', (yes: unknown, no: unknown, holds: boolean) =>
    holds ? yes : no,
  ),
};
