import type { Rule } from '../rule.ts';

/** A `when` that does not depend on the object. */
export const whenConstant: Rule = {
  id: 'when-constant',
  severity: 'warning',
  what: "A `when` looks at no variable, such as `'app.status.health.status' == 'Degraded'`.",
  why: 'It holds for all objects and at all times, or never.',
  mend: 'Names of variables have no quotes. `when: "true"` is meant for triggers that fire once per `oncePer`, and is fine.',
  *check({ triggers, trials }) {
    for (const item of triggers.flatMap(({ conditions }) => conditions)) {
      const { when, path } = item;
      const [trial] = trials.condition(item);
      const gives = trial?.when && 'value' in trial.when ? trial.when.value : null;
      if (gives !== null && typeof gives !== 'boolean') continue;
      if (!when?.program || when.chains.length > 0 || /^\s*true\s*$/.test(when.source)) continue;
      if (/\bnow\s*\(|\$env/.test(when.source)) continue;
      const never = /^\s*(false|nil)\s*$/.test(when.source) ? 'this never holds' : 'this does not depend on the object';
      yield { spot: when.spot(), path: `${path}.when`, message: never };
    }
  },
};
