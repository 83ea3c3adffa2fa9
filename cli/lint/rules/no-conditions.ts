import type { Rule } from '../rule.ts';

/** A trigger without conditions. */
export const noConditions: Rule = {
  id: 'no-conditions',
  severity: 'warning',
  what: 'A trigger is empty.',
  why: 'It never holds.',
  mend: 'Give it a condition: `- when: …`.',
  *check({ triggers }) {
    for (const { name, spot, path, conditions } of triggers) {
      if (conditions.length === 0)
        yield { spot, path, message: `the trigger '${name}' has no conditions, so it never holds` };
    }
  },
};
