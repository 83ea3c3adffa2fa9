import type { Report, Rule } from '../rule.ts';
import { severityFor } from '../samples/objects.ts';
import type { ConditionItem } from '../subject/conditions.ts';
import type { ConditionTrial } from '../subject/trials.ts';

/** A `oncePer` that gives nothing. */
export const oncePerNil: Rule = {
  id: 'once-per-nil',
  severity: 'warning',
  argo: 'fails',
  what: 'A `oncePer` gives nothing, or fails, for an object for which its `when` holds.',
  why: 'Nothing is the text `<nil>`: the notification is sent once, and never again. A failure is as good as no `oncePer`.',
  mend: 'Correct the path, or give another value: `app.status.sync.revision ?? app.metadata.uid`.',
  *check({ triggers, trials }) {
    for (const item of triggers.flatMap(({ conditions }) => conditions)) {
      const report = reportOf(item, trials.condition(item));
      if (report) yield report;
    }
  },
};

function reportOf({ oncePer, path }: ConditionItem, trials: readonly ConditionTrial[]): Report | undefined {
  const tried = trials.filter((trial) => trial.oncePer !== undefined);
  const bad = tried.filter(({ oncePer: outcome }) => outcome && ('error' in outcome || outcome.value === null));
  const first = bad.find(({ sample }) => sample.rare !== true) ?? bad[0];
  if (!oncePer || !first?.oncePer) return undefined;
  const whom = bad.length === tried.length && tried.length > 1 ? 'every sample that it is about' : first.sample.title;
  const severity = severityFor(bad.map(({ sample }) => sample));
  const place = { path: `${path}.oncePer`, text: oncePer.source, severity };
  if ('error' in first.oncePer) {
    const [message = ''] = first.oncePer.error.message.split(/ \(\d+:\d+\)\n/);
    const spot = oncePer.spotOf(first.oncePer.error);
    return { ...place, spot, message: `this fails for ${whom}, and counts as no oncePer: ${message}` };
  }
  const message = `this gives nothing for ${whom}, so that the notification is sent once and never again`;
  return { ...place, spot: oncePer.spot(), message, argo: null };
}
