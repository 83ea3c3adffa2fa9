import { parse } from '../../../engine/template/index.ts';
import { templateFunctions } from '../../../engine/templates.ts';
import type { Report, Rule } from '../rule.ts';
import { render } from '../samples/environment.ts';
import type { Field, TemplateItem } from '../subject/fields.ts';
import { notationError, notationOf } from '../subject/json-fields.ts';
import type { Subject } from '../subject/subject.ts';
import { type Action, actionsOf, type Piece, piecesOf, traced } from '../subject/trace.ts';

/** An action within a text of JSON whose value is not escaped. */
export const jsonBareAction: Rule = {
  id: 'json-bare-action',
  severity: 'warning',
  argo: 'fails',
  what: 'A text within JSON, such as `"value": "{{.app.status.operationState.message}}"`, prints what may hold quotes, backslashes and line breaks.',
  why: 'The first message with a quote or a line break in it makes the JSON invalid, and the notification is not sent: mostly the one that tells of a failure.',
  mend: 'Write `{{toJson .x}}` without quotes around it; within a longer text `"… {{.x | toJson | trimAll "\\""}} …"`.',
  *check(subject) {
    for (const item of subject.templates) {
      for (const field of item.fields)
        if (notationOf(field) && field.template) yield* bareActions(subject, item, field);
    }
  },
};

function* bareActions({ trials }: Subject, item: TemplateItem, field: Field): Generator<Report> {
  const actions = actionsOf(field.source);
  const template = parse(item.name, traced(field.source, actions), templateFunctions);
  const bare = new Set<Action>();
  for (const { variables } of trials.template(item, { hostile: true })) {
    const outcome = render(template, variables);
    if (!outcome || !('value' in outcome)) continue;
    for (const action of bareIn(piecesOf(String(outcome.value), actions))) bare.add(action);
  }
  for (const action of bare) {
    const text = field.source.slice(action.from, action.to);
    const inner = text.replace(/^\{\{-?\s*|\s*-?\}\}$/g, '');
    yield {
      spot: field.mapped?.at(action.from) ?? field.spot,
      path: field.keyPath,
      message: `${text} stands within a JSON text and is not escaped: a quote or line break in it makes the JSON invalid`,
      hint: `write {{toJson ${inner.includes(' ') ? `(${inner})` : inner}}} and leave out the quotes around it`,
      text: field.source,
    };
  }
}

/** The actions that print, within a JSON text, what has to be escaped there. */
function bareIn(pieces: readonly Piece[]): Action[] {
  const found: Action[] = [];
  let quoted = false;
  for (const { text, action } of pieces) {
    if (action && quoted) {
      if (!/^".*"$/s.test(text) && notationError(`"${text}"`, 'json')) found.push(action);
    } else quoted = quotedAfter(text, quoted);
  }
  return found;
}

function quotedAfter(text: string, quoted: boolean): boolean {
  for (const [token] of text.matchAll(/\\.|"/gs)) if (token === '"') quoted = !quoted;
  return quoted;
}
