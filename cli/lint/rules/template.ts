import type { Rule } from '../rule.ts';
import { errorReport, unknownFunctionOf } from './template-errors.ts';

/** A text that is no template. */
export const template: Rule = {
  id: 'template',
  severity: 'error',
  argo: 'rejects',
  what: 'A text of a template does not parse: an action is not closed, an `{{end}}` is missing.',
  why: 'Argo CD refuses the whole ConfigMap. Texts of `alertmanager` and `gcppubsub` fail when they are sent; those of `awssqs.messageAttributes` are left out.',
  mend: 'Each `{{if}}`, `{{range}}` and `{{with}}` has an `{{end}}`; quotes within a quoted YAML text have to be escaped.',
  *check({ templates }) {
    for (const { fields, error, spot, path } of templates) {
      for (const field of fields) {
        if (field.error && unknownFunctionOf(field) === undefined) {
          const report = errorReport(field);
          yield { ...report, hint: hintFor(report.message) };
        }
      }
      if (error) yield { spot, path, message: error.message };
    }
  },
};

function hintFor(message: string): string | undefined {
  if (message === 'unexpected EOF') return 'an {{if}}, {{range}} or {{with}} lacks its {{end}}';
  if (message.includes('U+201C') || message.includes('U+2018')) return 'typographic quotes are no quotes';
  if (message.includes("'-'") || message.includes("'/'"))
    return 'names with - or / in them are read with index: {{index .app.metadata.annotations "a-b"}}';
  if (message.includes("'['")) return 'elements of a list are read with index: {{(index .app.spec.sources 0).repoURL}}';
  return message === 'unclosed action' ? '}} is missing' : undefined;
}
