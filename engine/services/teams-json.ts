import { list, map, type Schema } from '../config/schema.ts';
import { EngineError } from '../errors.ts';
import { anyJson, decodeJson } from './json-text.ts';

export type TeamsObject = Record<string, unknown> | null;

export const facts: Schema<TeamsObject[] | null> = list(map(anyJson));
export const sections = facts;
export const actions: Schema<TeamsObject[] | null> = list(map(anyJson, 'services.teamsAction'));

/**
 * The JSON list of objects that a template field holds; null for `null`.
 * @throws {EngineError} that starts with `what` and ends as encoding/json's error
 */
export function readObjects(text: string, schema: typeof facts, what: string): TeamsObject[] | null {
  const { value, error } = decodeJson(text, schema);
  if (error) throw new EngineError('send', `${what} unmarshalling error ${error.message}`, { cause: error });
  return value;
}
