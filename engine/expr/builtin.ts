import type { GoType } from '../go/type.ts';
import type { Machine } from './machine.ts';

/** A function of the language. Exactly one of `fast`, `call` and `predicate` says how it runs. */
export interface Builtin {
  readonly name: string;
  /** Runs as a loop over a predicate that the compiler makes. */
  readonly predicate?: true;
  /** Takes the last argument only. */
  readonly fast?: (value: unknown, machine: Machine) => unknown;
  readonly call?: (args: readonly unknown[], machine: Machine) => unknown;
  /** Leaves a time zone as it is; all other functions see what a pointer points to. */
  readonly keepsLocation?: true;
  /** The overloads that the checker tries. */
  readonly types?: readonly GoType[];
  /** The result type for argument types (undefined for a literal nil), or the text of an error. */
  readonly validate?: (args: readonly (GoType | undefined)[]) => GoType | string;
}
