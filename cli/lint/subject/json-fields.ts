import { parseYaml } from '../../../engine/config/yaml.ts';
import { EngineError } from '../../../engine/errors.ts';
import { GoError } from '../../../engine/go/error.ts';
import { scan } from '../../../engine/go/json/scanner.ts';
import type { Field } from './fields.ts';

/** Texts that are JSON once rendered, by section and name. The first of a path decides. */
const jsonPaths: ReadonlySet<string> = new Set([
  'slack.attachments',
  'slack.blocks',
  'mattermost.attachments',
  'rocketchat.attachments',
  'teams.template',
  'teams.facts',
  'teams.sections',
  'teams.potentialAction',
  'teams-workflows.template',
  'teams-workflows.facts',
  'teams-workflows.sections',
  'teams-workflows.potentialAction',
  'teams-workflows.adaptiveCard',
  'github.repositoryDispatch.client_payload',
]);
const yamlPaths: ReadonlySet<string> = new Set(['googlechat.cards', 'googlechat.cardsV2']);

/** How a text is read once it is rendered. */
export type Notation = 'json' | 'yaml';

/** What a field has to be; a webhook's body is JSON if it begins like it, or begins with an action that prints JSON. */
export function notationOf({ path, source }: Field): Notation | undefined {
  const name = path.join('.');
  if (jsonPaths.has(name)) return 'json';
  if (yamlPaths.has(name)) return 'yaml';
  if (path[0] !== 'webhook' || path[2] !== 'body') return undefined;
  const literal = source.replace(/\{\{[^}]*\}\}/g, '').trimStart();
  return /^(\{\s*"|\{\s*$|\[\s*[{"])/.test(literal) ? 'json' : undefined;
}

/** What is wrong with a rendered text, and where in it; undefined when it can be read, or when there is nothing. */
export function notationError(text: string, notation: Notation): { message: string; offset: number } | undefined {
  if (text.trim() === '') return undefined;
  try {
    if (notation === 'json') scan(text, ignoring);
    else parseYaml(text);
    return undefined;
  } catch (error) {
    if (error instanceof EngineError) return { message: error.message, offset: offsetOf(text, error) };
    if (error instanceof GoError) return { message: error.message, offset: validLength(text) };
    throw error;
  }
}

function offsetOf(text: string, { place }: EngineError): number {
  if (!place) return 0;
  const before = text.split('\n').slice(0, place.line - 1);
  return before.reduce((sum, line) => sum + line.length + 1, 0) + place.column - 1;
}

const ended = 'unexpected end of JSON input';
const nothing = (): void => undefined;
const ignoring = { list: nothing, map: nothing, end: nothing, string: nothing, number: nothing, literal: nothing };

/** How much of a text is the beginning of JSON: where the error is. */
function validLength(text: string): number {
  let low = 0;
  let high = text.length;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (mayGoOn(text.slice(0, middle))) low = middle;
    else high = middle - 1;
  }
  return low;
}

function mayGoOn(text: string): boolean {
  try {
    scan(text, ignoring);
    return true;
  } catch (error) {
    return error instanceof GoError && error.message === ended;
  }
}
