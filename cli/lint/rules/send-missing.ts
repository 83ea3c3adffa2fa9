import type { Rule } from '../rule.ts';

/** A condition that sends nothing. */
export const sendMissing: Rule = {
  id: 'send-missing',
  severity: 'warning',
  what: 'A condition has no `send`.',
  why: 'Where it holds an empty notification is sent.',
  mend: 'Name the templates: `send: [on-failed]`.',
  *check({ triggers }) {
    for (const { conditions } of triggers) {
      for (const { condition, spot, path } of conditions) {
        if ((condition.send?.length ?? 0) === 0) yield { spot, path, message: 'this condition sends no template' };
      }
    }
  },
};
