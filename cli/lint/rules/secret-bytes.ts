import type { Rule } from '../rule.ts';

/** A secret that a template prints as numbers. */
export const secretBytes: Rule = {
  id: 'secret-bytes',
  severity: 'warning',
  what: 'A template prints `{{.secrets.key}}`.',
  why: 'Secrets are bytes, which print as numbers: `[115 51 99]`.',
  mend: 'Write `{{.secrets.key | toString}}`, or better let a service refer to the secret as `$key`.',
  *check({ templates }) {
    for (const { mapped, source, spot, keyPath } of templates.flatMap(({ fields }) => fields)) {
      for (const { index, 1: name } of source.matchAll(/\{\{-?\s*\$?\.secrets\.(\w+)\s*-?\}\}/g)) {
        const message = `the secret '${name}' is bytes here, and is printed as numbers`;
        yield {
          spot: mapped?.at(index) ?? spot,
          path: keyPath,
          message,
          hint: `write {{.secrets.${name} | toString}}`,
        };
      }
    }
  },
};
