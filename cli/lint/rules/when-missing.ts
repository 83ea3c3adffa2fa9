import type { Rule } from '../rule.ts';

/** A condition that never holds since it has no `when`. */
export const whenMissing: Rule = {
  id: 'when-missing',
  severity: 'warning',
  what: 'A condition has no `when`.',
  why: 'It never holds.',
  mend: 'Write `when: "true"` for one that always does.',
  *check({ triggers }) {
    for (const { conditions } of triggers) {
      for (const { condition, spot, path } of conditions) {
        if (condition.when === '') yield { spot, path, message: 'this condition has no when, so it never holds' };
      }
    }
  },
};
