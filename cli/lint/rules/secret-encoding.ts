import type { Rule } from '../rule.ts';

/** `data` of a Secret that is no base64. */
export const secretEncoding: Rule = {
  id: 'secret-encoding',
  severity: 'error',
  argo: 'rejects',
  what: 'A value in `data` of the Secret is no base64.',
  why: 'The API server refuses the Secret.',
  mend: 'Put it into `stringData`, which takes texts as they are.',
  *check({ secret }) {
    for (const { key, spot, value } of secret?.entries.values() ?? []) {
      if (value === undefined) {
        yield {
          spot,
          path: `data.${key}`,
          message: `the value of '${key}' is no base64`,
          hint: 'texts as they are belong into stringData',
        };
      }
    }
  },
};
