import { parse } from '../../../engine/template/index.ts';
import { templateFunctions } from '../../../engine/templates.ts';
import type { Report, Rule } from '../rule.ts';
import { render } from '../samples/environment.ts';
import { severityFor } from '../samples/objects.ts';
import type { Field, TemplateItem } from '../subject/fields.ts';
import { type Notation, notationError, notationOf } from '../subject/json-fields.ts';
import type { Subject } from '../subject/subject.ts';
import { actionsOf, piecesOf, traced } from '../subject/trace.ts';
import type { Trial } from '../subject/trials.ts';
import type { Spot } from '../text/mapped.ts';

/** A text that has to be JSON and is not. */
export const jsonInvalid: Rule = {
  id: 'json-invalid',
  severity: 'error',
  argo: 'fails',
  what: 'A text that the service reads as JSON (Slack attachments, Teams facts, a webhook body that begins like JSON) is none once it is rendered.',
  why: 'The notification is not sent.',
  mend: 'Look for a comma too many or too few around `{{range}}` and `{{if}}`, a missing quote, `toJson` within quotes.',
  *check(subject) {
    for (const item of subject.templates) {
      for (const field of item.fields) {
        const notation = notationOf(field);
        const report = notation && field.template ? reportOf(subject, item, { field, notation }) : undefined;
        if (report) yield report;
      }
    }
  },
};

function reportOf(
  { trials }: Subject,
  item: TemplateItem,
  { field, notation }: { field: Field; notation: Notation },
): Report | undefined {
  const rendered = trials
    .field(item, field)
    .flatMap(({ outcome, ...trial }) =>
      outcome && 'value' in outcome ? [{ trial, text: String(outcome.value) }] : [],
    );
  const failed = rendered.flatMap(({ trial, text }) => {
    const error = notationError(text, notation);
    return error ? [{ trial, error, text }] : [];
  });
  const first = failed.find(({ trial }) => trial.sample.rare !== true) ?? failed[0];
  if (!first) return undefined;
  const always = failed.length === rendered.length;
  const name = notation === 'json' ? 'JSON' : 'YAML';
  const { spot, behind } = spotOf(item, field, first);
  const whom = always ? '' : ` for ${first.trial.sample.title}`;
  return {
    spot,
    path: field.keyPath,
    message: `this is no ${name} once it is rendered${whom}: ${first.error.message}`,
    hint: hintFor(first.text, first.error.offset, behind),
    severity: always ? 'error' : (severityFor(failed.map(({ trial }) => trial.sample)) ?? 'warning'),
    text: field.source,
  };
}

function hintFor(text: string, offset: number, behind: string): string | undefined {
  const before = text.slice(0, offset).trimEnd();
  const found = text.charAt(offset);
  if (before.endsWith('""') && (behind.includes('toJson') || behind.includes('quote'))) {
    return 'toJson and quote bring their own quotes: leave out those around them';
  }
  if (before.endsWith(',') && (found === ']' || found === '}')) return 'there is a comma too many before it';
  if (/[}\]"\w]$/.test(before) && (found === '{' || found === '"')) return 'a comma is missing before it';
  if (found === "'") return 'JSON has double quotes only';
  return undefined;
}

/** The place in the source of an error in what it printed, and the last action before it. */
function spotOf(
  { name }: TemplateItem,
  field: Field,
  { trial, text, error }: { trial: Trial; text: string; error: { offset: number } },
): { spot: Spot; behind: string } {
  const actions = actionsOf(field.source);
  const outcome = render(parse(name, traced(field.source, actions), templateFunctions), trial.variables);
  if (!outcome || !('value' in outcome) || !field.mapped) return { spot: field.spot, behind: '' };
  let left = withoutSpace(text.slice(0, error.offset)).length;
  let spot = field.mapped.at(0);
  let behind = '';
  for (const piece of piecesOf(String(outcome.value), actions)) {
    if (piece.action) behind = field.source.slice(piece.action.from, piece.action.to);
    const length = withoutSpace(piece.text).length;
    if (left < length || length === 0) {
      const at = offsetOfVisible(piece.text, left);
      spot = piece.action ? field.mapped.at(piece.action.from) : field.mapped.at(piece.from + at);
      if (left < length) return { spot, behind };
    }
    left -= length;
    if (!piece.action) spot = field.mapped.at(piece.from + piece.text.trimEnd().length);
  }
  return { spot, behind };
}

function withoutSpace(text: string): string {
  return text.replace(/\s/g, '');
}

/** The offset of the character behind so many that are no white space. */
function offsetOfVisible(text: string, count: number): number {
  let seen = 0;
  for (let i = 0; i < text.length; i++) {
    if (/\s/.test(text.charAt(i))) continue;
    if (seen === count) return i;
    seen++;
  }
  return text.length;
}
