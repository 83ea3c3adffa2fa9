import type { Rule } from '../rule.ts';

/** A subscription in the form that Argo CD no longer reads. */
export const annotationLegacy: Rule = {
  id: 'annotation-legacy',
  severity: 'warning',
  what: 'An object has an annotation `recipients.argocd-notifications.argoproj.io`.',
  why: 'It is read on AppProjects only.',
  mend: 'Write `notifications.argoproj.io/subscribe.<trigger>.<service>: <recipient>`.',
  *check(subject) {
    for (const { object, key, value, path } of subject.metadata('annotations')) {
      if (object.kind === 'AppProject' || !key.endsWith('recipients.argocd-notifications.argoproj.io')) continue;
      yield { spot: value.keySpot, path, message: `this form is not read on objects of kind ${object.kind}` };
    }
  },
};
