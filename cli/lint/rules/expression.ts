import type { Report, Rule } from '../rule.ts';
import type { ConditionItem } from '../subject/conditions.ts';
import type { Expression } from '../subject/expression.ts';

/** A `when` or `oncePer` that does not compile. */
export const expression: Rule = {
  id: 'expression',
  severity: 'error',
  argo: 'rejects',
  what: 'A `when` or `oncePer` does not compile.',
  why: 'Argo CD refuses the whole ConfigMap.',
  mend: 'Compare with `==`, join with `and`, `or` and `not`, quote texts, close brackets. A YAML text with `#` or `: ` in it has to be quoted.',
  *check({ triggers }) {
    for (const { conditions } of triggers) {
      for (const item of conditions) {
        yield* reportsOf(item, item.when, 'when');
        yield* reportsOf(item, item.oncePer, 'oncePer');
      }
    }
  },
};

function* reportsOf({ path }: ConditionItem, expression: Expression | undefined, field: string): Generator<Report> {
  const error = expression?.error;
  if (!expression || !error) return;
  const [message = ''] = error.message.split(/ \(\d+:\d+\)\n/);
  yield {
    spot: expression.spotOf(error),
    path: `${path}.${field}`,
    message,
    hint: hintFor(expression.source, message),
  };
}

const hints: readonly (readonly [RegExp, string])[] = [
  [/[“”‘’]/, 'typographic quotes are no quotes: use \' or "'],
  [/===|!==/, 'compare with == or !='],
  [/[^=!<>]=[^=~]/, 'compare with =='],
  [/\b(AND|OR|NOT)\b/, 'operators are in lower case: and, or, not'],
  [/\{\{/, 'a when is an expression, not a template: no braces'],
  [/(^|[^&])&([^&]|$)|(^|[^|])\|([^|]|$)/, 'join with && and ||, or with and and or'],
];

function hintFor(source: string, message: string): string | undefined {
  const outside = source.replace(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`[^`]*`/g, "''");
  const known = hints.find(([pattern]) => pattern.test(outside))?.[1];
  if (known !== undefined) return known;
  if (message.startsWith('unexpected token EOF'))
    return 'something is missing at the end; a # begins a comment in YAML';
  return message.startsWith('literal not terminated') ? 'the closing quote is missing' : undefined;
}
