import type { Report, Rule } from '../rule.ts';
import { severityFor } from '../samples/objects.ts';
import type { ConditionItem } from '../subject/conditions.ts';
import type { ConditionTrial } from '../subject/trials.ts';

/** A `when` that fails for some objects. */
export const whenFails: Rule = {
  id: 'when-fails',
  severity: 'warning',
  argo: 'fails',
  what: 'A `when` fails for an object that is new, such as `app.status.operationState.phase` where nothing was synced yet.',
  why: 'It counts as false, and Argo CD logs an error at each evaluation.',
  mend: 'Ask with `?.` at each step that may be missing: `app.status?.operationState?.phase`, or give a list to loop over: `sync.status.conditions ?? []`.',
  *check({ triggers, trials }) {
    for (const item of triggers.flatMap(({ conditions }) => conditions)) {
      const report = reportOf(item, trials.condition(item));
      if (report) yield report;
    }
  },
};

function reportOf({ when, path }: ConditionItem, trials: readonly ConditionTrial[]): Report | undefined {
  const failed = trials.filter((trial) => trial.when && 'error' in trial.when);
  const shown = failed.find((trial) => !isUnborn(trial)) ?? failed[0];
  if (!when || !shown?.when || !('error' in shown.when)) return undefined;
  const { error } = shown.when;
  const [message = ''] = error.message.split(/ \(\d+:\d+\)\n/);
  const whom = failed.length === trials.length ? 'every sample' : shown.sample.title;
  return {
    spot: when.spotOf(error),
    path: `${path}.when`,
    message: `this fails for ${whom}, and counts as false: ${message}`,
    hint: hintFor(message),
    text: when.source,
    severity: failed.every(isUnborn) ? 'note' : severityFor(failed.map(({ sample }) => sample)),
  };
}

/** Whether a sample is rare, or an Application without any status yet, which lasts for a moment: Argo CD's own catalog does not guard against it. */
function isUnborn({ sample }: ConditionTrial): boolean {
  if (sample.rare === true) return true;
  return sample.object['kind'] === 'Application' && sample.object['status'] === undefined;
}

function hintFor(message: string): string | undefined {
  if (/^invalid operation: .* - /.test(message)) return "a - in a name is a minus: write labels['a-b']";
  const [, name] = /^cannot fetch (\S+) from (?:<nil>|nil)/.exec(message) ?? [];
  if (name !== undefined) return `write ?.${name} where what stands before it may be missing`;
  return /zero Value|range over nil/.test(message) ? 'write ?? [] behind what may be missing' : undefined;
}
