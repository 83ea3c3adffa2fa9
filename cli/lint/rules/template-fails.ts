import type { Rule } from '../rule.ts';
import { severityFor } from '../samples/objects.ts';
import { spotOfError } from '../subject/fields.ts';

/** A template that cannot be rendered. */
export const templateFails: Rule = {
  id: 'template-fails',
  severity: 'warning',
  argo: 'fails',
  what: 'A text of a template fails for an object that it is sent for.',
  why: 'The notification is not sent, to no service: all sections are rendered, whatever the destination is.',
  mend: 'Guard it with `{{with}}` or `{{if}}`; functions of `time`, `strings` and `repo` are called with `call`.',
  *check({ templates, trials }) {
    for (const item of templates) {
      for (const field of item.fields) {
        const all = trials.field(item, field).filter(({ outcome }) => outcome && 'error' in outcome);
        const failed = all.find(({ sample }) => sample.rare !== true) ?? all[0];
        if (!failed?.outcome || !('error' in failed.outcome)) continue;
        const { error } = failed.outcome;
        const message = error.message.replace(/^template: .*?:\d+(:\d+)?: (executing ".*?" at )?/, '');
        yield {
          spot: spotOfError(field, error),
          path: field.keyPath,
          message: `this fails for ${failed.sample.title}: ${message}`,
          hint: hintFor(message),
          text: field.source,
          severity: severityFor(all.map(({ sample }) => sample)),
        };
      }
    }
  },
};

function hintFor(message: string): string | undefined {
  if (message.includes('is not a method but has arguments'))
    return 'functions of a group are called with call: {{call .strings.ToUpper …}}';
  return message.includes('incompatible types for comparison')
    ? 'a number is compared with a number: no quotes'
    : undefined;
}
