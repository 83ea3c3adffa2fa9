import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { type Path, parseYaml } from '../../../engine/config/yaml.ts';
import { EngineError } from '../../../engine/errors.ts';
import { Memo } from '../../../engine/go/memo.ts';
import { GoNum, isPlainMap } from '../../../engine/go/value.ts';
import { jsonSchemas } from '../../../engine/json-schema.ts';
import type { Entry } from '../subject/entry.ts';

/** A member that a schema does not have, or a value of a kind that it does not take. */
export interface ShapeError {
  readonly path: Path;
  readonly keyword: string;
  /** Names that are known there, for a member that is not. */
  readonly known: readonly string[];
  /** Kinds that are taken there. */
  readonly types: readonly string[];
  readonly value: unknown;
}

const schemas = jsonSchemas();

/** What does not fit into the JSON Schema of an entry; nothing for keys without schema and for values that are no YAML. */
export function shapeErrors({ key, value: { text } }: Entry): ShapeError[] {
  const validate = validatorOf(key);
  if (!validate) return [];
  let value: unknown;
  try {
    value = plain(parseYaml(text));
  } catch (error) {
    if (error instanceof EngineError) return [];
    throw error;
  }
  return validate(value) ? [] : (validate.errors ?? []).map((error) => shapeError(error, value));
}

function schemaName(key: string): string | undefined {
  const [kind = '', type = ''] = key.split('.');
  if (key.startsWith('service.')) return `service/${type}.json`;
  if (key.startsWith('trigger.') || key.startsWith('template.')) return `${kind}.json`;
  if (key === 'subscriptions') return 'subscriptions.json';
  return kind === 'defaultTriggers' ? 'default-triggers.json' : undefined;
}

/** The validator of a schema by its name; for its lifetime, since making one takes a while. */
const validators = new Memo<ValidateFunction>((name) => {
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true, verbose: true });
  return ajv.compile(schemas.get(name) ?? {});
}, 100);

function validatorOf(key: string): ValidateFunction | undefined {
  const name = schemaName(key);
  return name !== undefined && schemas.has(name) ? validators.get(name) : undefined;
}

/** Numbers of Go as those of JavaScript. */
function plain(value: unknown): unknown {
  if (value instanceof GoNum) return plain(Number(value.value));
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) return value.map(plain);
  if (!isPlainMap(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, plain(member)]));
}

function shapeError({ instancePath, keyword, params, parentSchema, data }: ErrorObject, root: unknown): ShapeError {
  const path = pathOf(instancePath, root);
  const member = keyword === 'additionalProperties' ? [String(params['additionalProperty'])] : [];
  const known = Object.keys((parentSchema?.['properties'] as object | undefined) ?? {});
  const types = keyword === 'type' ? [params['type']].flat().map(String) : [];
  return { path: [...path, ...member], keyword, known, types, value: data };
}

/** The path of a JSON Pointer; steps into lists are numbers. */
function pathOf(pointer: string, root: unknown): Path {
  let value = root;
  return pointer
    .split('/')
    .slice(1)
    .map((step) => {
      const name = step.replaceAll('~1', '/').replaceAll('~0', '~');
      const at = Array.isArray(value) ? Number(name) : name;
      value = (value as Record<string | number, unknown>)[at];
      return at;
    });
}

/** Whether the schema of a key makes a text of whatever scalar is at a path. */
export function schemaTakesTexts(key: string, path: Path): boolean {
  let schema: unknown = schemas.get(schemaName(key) ?? '') ?? (key === 'context' ? contextSchema : undefined);
  for (const step of path) {
    if (!isPlainMap(schema)) return false;
    const properties = schema['properties'];
    const member = isPlainMap(properties) ? memberOf(properties, String(step)) : undefined;
    schema = typeof step === 'number' ? schema['items'] : (member ?? schema['additionalProperties']);
  }
  return isPlainMap(schema) && ['string', 'boolean'].every((type) => [schema['type']].flat().includes(type));
}

const contextSchema = { additionalProperties: { type: ['string', 'boolean'] } };

function memberOf(properties: Record<string, unknown>, name: string): unknown {
  const found = Object.keys(properties).find((each) => each.toLowerCase() === name.toLowerCase());
  return found === undefined ? undefined : properties[found];
}
