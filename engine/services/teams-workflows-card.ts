import { EngineError } from '../errors.ts';
import { GoError } from '../go/error.ts';
import { format } from '../go/fmt.ts';
import { isPlainMap } from '../go/value.ts';
import { JsonObject, unlessEmpty } from '../notification/json.ts';
import type { Notification } from '../notification.ts';
import { trimSpace } from '../sprig/trim.ts';
import { compactHtmlSafeJson } from './compact-json.ts';
import { ownValue } from './own.ts';
import { actions, facts, readObjects, sections } from './teams-json.ts';

/**
 * The JSON of the card: the template's `adaptiveCard` with everything it holds, else one made of its other fields and the
 * message. @throws {EngineError} for fields that are not the JSON they have to be
 */
export function adaptiveCard(notification: Notification): string {
  const own = notification['teams-workflows']?.adaptiveCard;
  if (!own) return builtCard(notification).toText();
  try {
    return compactHtmlSafeJson(trimSpace(own));
  } catch (error) {
    if (!(error instanceof GoError)) throw error;
    throw new EngineError('send', `teams-workflows adaptiveCard unmarshalling error ${error.message}`, {
      cause: error,
    });
  }
}

type JsonMap = Readonly<Record<string, unknown>>;

function builtCard({ message, 'teams-workflows': card }: Notification): JsonObject {
  const listed = card?.sections ? readObjects(card.sections, sections, 'teams-workflows sections') : null;
  const rows = card?.facts ? readObjects(card.facts, facts, 'teams-workflows facts') : null;
  const buttons = card?.potentialAction
    ? readObjects(card.potentialAction, actions, 'teams-workflows potential action')
    : null;
  return new JsonObject([
    ['type', 'AdaptiveCard'],
    ['version', '1.4'],
    [
      'body',
      [
        ...textBlock(card?.title ?? '', [
          ['size', 'Large'],
          ['weight', 'Bolder'],
          ...unlessEmpty('color', card?.themeColor),
        ]),
        ...textBlock(card?.text || message, []),
        ...factSet(rows),
        ...(listed ?? []).flatMap((section) => factSet(ownValue(section, 'facts'))),
      ],
    ],
    ...unlessEmpty('actions', (buttons ?? []).flatMap(openUrl)),
  ]);
}

function textBlock(text: string, style: JsonObject['members']): JsonObject[] {
  if (text === '') return [];
  return [new JsonObject([['type', 'TextBlock'], ['text', text], ...style, ['wrap', true]])];
}

/** A set of the facts that have a name, unless there are none. */
function factSet(list: unknown): JsonObject[] {
  const usable = objectsOf(list).flatMap((fact) => {
    const title = ownValue(fact, 'name');
    return typeof title === 'string' ? [{ title, value: shownValue(fact) }] : [];
  });
  if (usable.length === 0) return [];
  return [
    new JsonObject([
      ['type', 'FactSet'],
      ['facts', usable],
    ]),
  ];
}

function objectsOf(list: unknown): JsonMap[] {
  return Array.isArray(list) ? list.filter(isPlainMap) : [];
}

function shownValue(fact: JsonMap): string {
  const value = ownValue(fact, 'value');
  return typeof value === 'string' ? value : value === undefined ? '' : format(value);
}

/** The button that an `OpenUri` action becomes; others have no counterpart. */
function openUrl(action: JsonMap | null): JsonObject[] {
  if (ownValue(action, '@type') !== 'OpenUri') return [];
  const title = ownValue(action, 'name');
  const targets = ownValue(action, 'targets');
  const first: unknown = Array.isArray(targets) ? targets[0] : undefined;
  const uri = isPlainMap(first) ? ownValue(first, 'uri') : undefined;
  if (typeof uri !== 'string' || uri === '') return [];
  const named = typeof title === 'string' ? unlessEmpty('title', title) : [];
  return [new JsonObject([['type', 'Action.OpenUrl'], ...named, ['url', uri]])];
}
