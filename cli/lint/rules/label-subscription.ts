import type { Rule } from '../rule.ts';

/** A subscription among the labels. */
export const labelSubscription: Rule = {
  id: 'label-subscription',
  severity: 'warning',
  what: 'A subscription is a label instead of an annotation.',
  why: 'It is ignored without a word.',
  mend: 'Move it to `metadata.annotations`.',
  *check(subject) {
    for (const { key, value, path } of subject.metadata('labels')) {
      if (!/^notifications\.[^/]*\/subscri/.test(key)) continue;
      yield { spot: value.keySpot, path, message: 'subscriptions are annotations, and this is a label' };
    }
  },
};
