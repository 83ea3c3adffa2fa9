import type { Rule } from '../rule.ts';
import { keyPath } from '../subject/conditions.ts';
import { shapeErrors } from './shape.ts';
import { suggest } from './suggest.ts';

/** A field that is ignored. */
export const unknownField: Rule = {
  id: 'unknown-field',
  severity: 'warning',
  what: 'A trigger, template, service or subscription has a field that there is not.',
  why: 'It is ignored without a word: a `sned:` sends nothing, a `subjet:` leaves the subject empty.',
  mend: 'Correct the name, or remove the field. The schemas in `engine/schemas` list them all.',
  *check({ entries }) {
    for (const entry of entries) {
      for (const { path, keyword, known } of shapeErrors(entry)) {
        const name = String(path.at(-1));
        if (keyword !== 'additionalProperties') continue;
        if (known.some((each) => each.toLowerCase() === name.toLowerCase())) continue;
        yield {
          spot: entry.yaml.keySpot(path),
          path: keyPath(entry.key, path),
          message: `there is no field '${name}' here, so it is ignored`,
          hint: hintFor(entry.key, name, known),
        };
      }
    }
  },
};

/** What people call fields that have other names. */
const otherNames: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  trigger: {
    condition: 'when',
    if: 'when',
    template: 'send',
    templates: 'send',
    oncePerCommit: 'oncePer',
    once: 'oncePer',
    name: 'description',
  },
  template: {
    body: 'message',
    text: 'message',
    subject: 'email.subject',
    title: 'message',
    attachments: 'slack.attachments',
    blocks: 'slack.blocks',
  },
  service: { webhookUrl: 'url', apiToken: 'token', password: 'token' },
  subscriptions: { trigger: 'triggers', recipient: 'recipients', destinations: 'recipients', labels: 'selector' },
};

function hintFor(key: string, name: string, known: readonly string[]): string | undefined {
  const other = otherNames[key.split('.')[0] ?? '']?.[name];
  const fits = other !== undefined && known.includes(other.split('.')[0] ?? '');
  if (fits) return `did you mean '${other}'?`;
  return suggest(name, known) ?? (known.length > 12 ? undefined : `known are ${known.join(', ')}`);
}
