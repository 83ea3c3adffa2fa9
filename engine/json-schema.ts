import type { Schema } from './config/schema.ts';
import { namesSchema } from './config.ts';
import { notificationFields, notificationSchema } from './notification.ts';
import { serviceTypes } from './services/registry.ts';
import { subscriptionsSchema } from './subscriptions.ts';
import { triggerSchema } from './triggers.ts';

/** A JSON Schema, draft 2020-12. */
export type JsonSchema = { readonly [keyword: string]: unknown };

const draft = 'https://json-schema.org/draft/2020-12/schema';

/**
 * The values that a schema decodes without an error, as a JSON Schema. Keys have their usual spelling, and others are refused:
 * the engine would ignore them, or take them in another case.
 */
export function jsonSchemaOf(schema: Schema<unknown>, coerce = true): JsonSchema {
  const { takes } = schema;
  switch (takes?.kind) {
    case 'string':
      return { type: coerce ? ['string', 'number', 'boolean', 'null'] : ['string', 'null'] };
    case 'boolean':
      return { type: ['boolean', 'null'] };
    case 'integer':
      return { type: ['integer', 'null'], exclusiveMinimum: -(2 ** 63), exclusiveMaximum: 2 ** 63 };
    case 'list':
      return { type: ['array', 'null'], items: jsonSchemaOf(takes.of, coerce) };
    case 'map':
      return { type: ['object', 'null'], additionalProperties: jsonSchemaOf(takes.of, coerce) };
    case 'exactly':
      return jsonSchemaOf(takes.of, false);
    case 'struct':
      return {
        type: ['object', 'null'],
        properties: Object.fromEntries([...takes.fields].map(([name, field]) => [name, jsonSchemaOf(field, coerce)])),
        additionalProperties: false,
      };
    default:
      return {};
  }
}

/** The JSON Schema of every kind of ConfigMap value, by the path it is published under. */
export function jsonSchemas(): ReadonlyMap<string, JsonSchema> {
  const schemas = new Map<string, JsonSchema>();
  const add = (path: string, title: string, schema: Schema<unknown>): void => {
    schemas.set(path, { $schema: draft, title, ...jsonSchemaOf(schema) });
  };
  add('trigger.json', 'trigger.<name>', triggerSchema as Schema<unknown>);
  add('subscriptions.json', 'subscriptions', subscriptionsSchema as Schema<unknown>);
  add('default-triggers.json', 'defaultTriggers, defaultTriggers.<service>', namesSchema as Schema<unknown>);
  add('template.json', 'template.<name>', notificationSchema as Schema<unknown>);
  for (const [name, field] of Object.entries<Schema<unknown>>(notificationFields)) {
    add(`template/${name}.json`, `${name} of template.<name>`, field);
  }
  for (const [name, { options }] of serviceTypes) {
    if (options) add(`service/${name}.json`, `service.${name}, service.${name}.<name>`, options as Schema<unknown>);
  }
  return schemas;
}

/** The text of a published JSON Schema, short lists on one line. */
export function jsonSchemaText(schema: JsonSchema): string {
  const text = JSON.stringify(schema, undefined, 2);
  return `${text.replace(/\[\s+("[^"]*"(?:,\s+"[^"]*")*)\s+\]/g, (_, items: string) => `[${items.replace(/,\s+/g, ', ')}]`)}\n`;
}
