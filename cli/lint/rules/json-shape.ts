import { list, map, type Schema } from '../../../engine/config/schema.ts';
import { messageOf } from '../../../engine/errors.ts';
import { readCards, readCardsV2 } from '../../../engine/services/googlechat-cards.ts';
import { anyJson, decodeJson } from '../../../engine/services/json-text.ts';
import { attachments } from '../../../engine/services/slack-attachments.ts';
import { blocks } from '../../../engine/services/slack-blocks.ts';
import { actions, facts, sections } from '../../../engine/services/teams-json.ts';
import type { Report, Rule } from '../rule.ts';
import type { Field, TemplateItem } from '../subject/fields.ts';
import { notationError, notationOf } from '../subject/json-fields.ts';
import type { Subject } from '../subject/subject.ts';

/** JSON that is not what the service takes. */
export const jsonShape: Rule = {
  id: 'json-shape',
  severity: 'error',
  argo: 'fails',
  what: 'A text is JSON once it is rendered, but not what the service reads: one attachment instead of a list, a number where a text is wanted.',
  why: 'The notification is not sent.',
  mend: 'Attachments, facts, sections, actions and cards are lists: put `[` and `]` around. Blocks are a list, or an object with `blocks`.',
  *check(subject) {
    for (const item of subject.templates) {
      for (const field of item.fields) {
        const report = reportOf(subject, item, field);
        if (report) yield report;
      }
    }
  },
};

type Read = (text: string) => unknown;

function decoding(schema: Schema<unknown>): Read {
  return (text) => {
    const { error } = decodeJson(text, schema);
    if (error) throw error;
  };
}

const readers: ReadonlyMap<string, Read> = new Map<string, Read>([
  ['slack.attachments', decoding(attachments as Schema<unknown>)],
  ['slack.blocks', decoding(blocks as Schema<unknown>)],
  ['mattermost.attachments', decoding(list(anyJson) as Schema<unknown>)],
  ['rocketchat.attachments', decoding(list(map(anyJson)) as Schema<unknown>)],
  ...['teams', 'teams-workflows'].flatMap((section): [string, Read][] => [
    [`${section}.facts`, decoding(facts as Schema<unknown>)],
    [`${section}.sections`, decoding(sections as Schema<unknown>)],
    [`${section}.potentialAction`, decoding(actions as Schema<unknown>)],
  ]),
  ['googlechat.cards', readCards],
  ['googlechat.cardsV2', readCardsV2],
]);

function reportOf({ trials }: Subject, item: TemplateItem, field: Field): Report | undefined {
  const read = readers.get(field.path.join('.'));
  const notation = notationOf(field);
  if (!read || !notation) return undefined;
  for (const { sample, outcome } of trials.field(item, field)) {
    const text = outcome && 'value' in outcome ? String(outcome.value) : '';
    const problem = text.trim() === '' || notationError(text, notation) ? undefined : problemOf(text, read);
    if (problem === undefined) continue;
    const message = `this is not what the service reads, as rendered for ${sample.title}: ${problem}`;
    const object = /cannot unmarshal object into Go (value|struct field \S*) of type \[\]/.test(problem);
    const hint = object ? 'a list is wanted: put [ and ] around it' : undefined;
    return { spot: field.spot, path: field.keyPath, message, hint, text: field.source };
  }
  return undefined;
}

function problemOf(text: string, read: Read): string | undefined {
  try {
    read(text);
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}
