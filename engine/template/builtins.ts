import { format, sprint, sprintf, sprintln } from '../go/fmt.ts';
import type { Run } from '../go/run.ts';
import { truth } from '../go/truth.ts';
import { queryEscape } from '../go/url.ts';
import { GoFunc, int } from '../go/value.ts';
import { equals, equalsAny, isAtMost, isLess } from './compare.ts';
import { escapeHtml, escapeJs, escaperText } from './escape.ts';
import { index, indexBy, length, slice } from './indexing.ts';

type Call = (args: readonly unknown[], run: Run) => unknown;

/** One of text/template's own functions. `unary` and `binary` are what it does with so many arguments. */
export class Builtin extends GoFunc {
  readonly unary: ((value: unknown, run: Run) => unknown) | undefined;
  readonly binary: ((a: unknown, b: unknown) => unknown) | undefined;

  constructor(type: string, call: Call, direct: Partial<Pick<Builtin, 'unary' | 'binary'>> = {}) {
    super(type, call);
    this.unary = direct.unary;
    this.binary = direct.binary;
  }
}

function comparison(holds: (a: unknown, b: unknown) => boolean): Builtin {
  return new Builtin('func(reflect.Value, reflect.Value) (bool, error)', ([a, b]) => holds(a, b), { binary: holds });
}

/** A func of texts whose result may be long. */
function text(type: string, make: Call, unary?: (value: unknown, run: Run) => string): Builtin {
  const call: Call = (args, run) => {
    const result = make(args, run) as string;
    run.checkLength(result.length);
    return result;
  };
  return new Builtin(type, call, { unary });
}

/** `and`, `or` and `call` have no func of their own here: what they do depends on how they are called. */
function special(type: string): Builtin {
  return new Builtin(type, () => undefined);
}

const anyToText = 'func(...interface {}) string';

/** The functions of text/template that need no registration. Calls arrive with checked arguments. */
export const builtins: ReadonlyMap<string, Builtin> = new Map([
  ['and', special('func(reflect.Value, ...reflect.Value) reflect.Value')],
  ['call', special('func(reflect.Value, ...reflect.Value) reflect.Value')],
  [
    'eq',
    new Builtin('func(reflect.Value, ...reflect.Value) (bool, error)', ([a, ...others]) => equalsAny(a, others), {
      binary: equals,
    }),
  ],
  ['ge', comparison((a, b) => !isLess(a, b))],
  ['gt', comparison((a, b) => !isAtMost(a, b))],
  ['html', text(anyToText, (args, run) => escapeHtml(escaperText(args, run)))],
  [
    'index',
    new Builtin('func(reflect.Value, ...reflect.Value) (reflect.Value, error)', ([item, ...at]) => index(item, at), {
      binary: indexBy,
    }),
  ],
  ['js', text(anyToText, (args, run) => escapeJs(escaperText(args, run)))],
  ['le', comparison(isAtMost)],
  [
    'len',
    new Builtin('func(reflect.Value) (int, error)', ([item]) => int(length(item)), {
      unary: (item) => int(length(item)),
    }),
  ],
  ['lt', comparison(isLess)],
  ['ne', comparison((a, b) => !equals(a, b))],
  ['not', new Builtin('func(reflect.Value) bool', ([value]) => !truth(value), { unary: (value) => !truth(value) })],
  ['or', special('func(reflect.Value, ...reflect.Value) reflect.Value')],
  ['print', text(anyToText, (args, run) => sprint(args, run), format)],
  [
    'printf',
    text('func(string, ...interface {}) string', ([layout, ...args], run) => sprintf(layout as string, args, run)),
  ],
  ['println', text(anyToText, (args, run) => sprintln(args, run))],
  [
    'slice',
    new Builtin('func(reflect.Value, ...reflect.Value) (reflect.Value, error)', ([item, ...at]) => slice(item, at)),
  ],
  [
    'urlquery',
    text(anyToText, (args, run) => {
      const plain = escaperText(args, run);
      run.step(plain.length);
      return queryEscape(plain);
    }),
  ],
]);
