import type { Rule } from '../rule.ts';
import type { ConditionTrial } from '../subject/trials.ts';

/** A `when` that gives something other than true or false. */
export const whenNotBoolean: Rule = {
  id: 'when-not-boolean',
  severity: 'warning',
  what: 'A `when` gives a text, a number or a list.',
  why: 'Only `true` holds: anything else counts as false, without a word.',
  mend: "Compare it with something: `app.status.health.status == 'Degraded'`, `len(list) > 0`.",
  *check({ triggers, trials }) {
    for (const item of triggers.flatMap(({ conditions }) => conditions)) {
      const { when, path } = item;
      const values = trials.condition(item).flatMap(resultOf);
      const odd = values.find((value) => value !== null && typeof value !== 'boolean');
      if (!when || odd === undefined || values.some((value) => typeof value === 'boolean')) continue;
      yield {
        spot: when.spot(),
        path: `${path}.when`,
        message: `this gives ${kindOf(odd)}, which never holds`,
        text: when.source,
      };
    }
  },
};

function resultOf({ when }: ConditionTrial): unknown[] {
  return when && 'value' in when && when.value !== undefined ? [when.value] : [];
}

function kindOf(value: unknown): string {
  if (typeof value === 'string') return `a text such as '${value.slice(0, 30)}'`;
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'number' || typeof value === 'bigint' ? 'a number' : 'no boolean';
}
