import { builtins } from '../../../engine/template/builtins.ts';
import { templateFunctions } from '../../../engine/templates.ts';
import type { Rule } from '../rule.ts';
import { suggest } from './suggest.ts';
import { errorReport, unknownFunctionOf } from './template-errors.ts';

/** A function that there is not. */
export const unknownFunction: Rule = {
  id: 'unknown-function',
  severity: 'error',
  argo: 'rejects',
  what: 'A template calls a function that there is not, such as `env` or `toJSON`.',
  why: 'Argo CD refuses the whole ConfigMap.',
  mend: "Functions are those of Go's text/template and sprig, without `env` and `expandenv`; those of `time`, `strings` and `repo` are called with `call`.",
  *check({ templates }) {
    for (const field of templates.flatMap(({ fields }) => fields)) {
      const name = unknownFunctionOf(field);
      if (name === undefined) continue;
      yield { ...errorReport(field), message: `there is no function '${name}'`, hint: hintFor(name) };
    }
  },
};

const otherNames: Readonly<Record<string, string>> = {
  include: 'templates are joined by the send of a trigger, or by {{template "name" .}} within one text',
  toYaml: 'sprig has no toYaml: use toPrettyJson',
  env: 'env is switched off: put the value into context or a secret',
  expandenv: 'expandenv is switched off: put the value into context or a secret',
  startsWith: "did you mean 'hasPrefix'?",
  endsWith: "did you mean 'hasSuffix'?",
  equals: "did you mean 'eq'?",
};

function hintFor(name: string): string | undefined {
  return otherNames[name] ?? suggest(name, [...templateFunctions.keys(), ...builtins.keys()]);
}
