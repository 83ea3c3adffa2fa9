import type { Rule } from '../rule.ts';

/** Braces that are escaped for Helm. */
export const helmEscape: Rule = {
  id: 'helm-escape',
  severity: 'warning',
  what: 'A text prints braces, as `{{ "{{" }}` does: an escape for Helm that has not been taken out.',
  why: 'The receiver sees `{{.app.metadata.name}}` instead of the name.',
  mend: 'Render the chart first, or write `{{.app.metadata.name}}` where Helm does not render the file.',
  *check({ templates }) {
    for (const { mapped, source, spot, keyPath } of templates.flatMap(({ fields }) => fields)) {
      const found = /\{\{-?\s*(["`])\{\{/.exec(source);
      if (!found) continue;
      const message = 'this prints {{ and is an escape for Helm';
      yield { spot: mapped?.at(found.index) ?? spot, path: keyPath, message, hint: 'Argo reads {{ itself' };
    }
  },
};
