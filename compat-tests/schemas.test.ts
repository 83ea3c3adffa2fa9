import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeValue } from '../engine/config/decode.ts';
import type { Schema } from '../engine/config/schema.ts';
import { parseYaml } from '../engine/config/yaml.ts';
import { namesSchema } from '../engine/config.ts';
import { jsonSchemas, jsonSchemaText } from '../engine/json-schema.ts';
import { notificationSchema } from '../engine/notification.ts';
import { serviceTypes, upstreamTypes } from '../engine/services/registry.ts';
import { subscriptionsSchema } from '../engine/subscriptions.ts';
import { triggerSchema } from '../engine/triggers.ts';

const root = join(import.meta.dirname, '..');
const folder = join(root, 'engine/schemas');
const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
const files = globSync('**/*.json', { cwd: folder }).sort();
const validators = new Map(
  files.map((file): [string, ValidateFunction] => [
    file,
    ajv.compile(JSON.parse(readFileSync(join(folder, file), 'utf8'))),
  ]),
);

function fits(file: string, value: unknown): boolean {
  const validate = validators.get(file);
  if (!validate) throw new Error(`there is no schema ${file}`);
  return validate(value);
}

/** The schema that a key of a ConfigMap has. */
function fileOf(key: string): string | undefined {
  const [kind, type] = key.split('.');
  if (kind === 'service') return `service/${type}.json`;
  if (kind === 'defaultTriggers') return 'default-triggers.json';
  return kind && ['trigger', 'template', 'subscriptions'].includes(kind) ? `${kind}.json` : undefined;
}

describe('the published schemas', () => {
  it('are those that decode; if not, run npm run schemas', () => {
    const schemas = jsonSchemas();
    expect(files).toEqual([...schemas.keys()].sort());
    for (const [file, schema] of schemas) {
      expect(readFileSync(join(folder, file), 'utf8'), file).toBe(jsonSchemaText(schema));
    }
  });

  it('are there for every type of service', () => {
    expect(files).toEqual(expect.arrayContaining(upstreamTypes.map((type) => `service/${type}.json`)));
  });

  it('can be imported', async () => {
    const { default: schema } = await import('@argo-notifications/engine/schemas/trigger.json', {
      with: { type: 'json' },
    });
    expect(schema).toMatchObject({ title: 'trigger.<name>' });
  });
});

describe('values that fit', () => {
  const pages = globSync('docs/services/*.md', { cwd: root });
  const texts = pages.flatMap((page) =>
    [...readFileSync(join(root, page), 'utf8').matchAll(/^```yaml\n(.*?)^```/gms)].map((match) => match[1] ?? ''),
  );
  const catalog = readFileSync(join(root, 'deploy/catalog/configmap.yaml'), 'utf8');
  const manifests = [catalog, ...texts].map((text) => parseYaml(text) as { kind?: string; data?: object } | null);
  const values = manifests
    .filter((manifest) => manifest?.kind === 'ConfigMap')
    .flatMap((manifest) => Object.entries(manifest?.data ?? {}))
    .flatMap(([key, text]) => (fileOf(key) === undefined ? [] : [[key, String(text)] as const]));

  it.each(values)('%s of the catalog or of docs/services', (key, text) => {
    expect(fits(fileOf(key) ?? '', parseYaml(text)), ajv.errorsText(validators.get(fileOf(key) ?? '')?.errors)).toBe(
      true,
    );
  });

  it.each([
    ['trigger.json', '- {when: yes, oncePer: 1, send: [a, 2, true, null]}'],
    ['trigger.json', ''],
    ['template.json', 'message: 1.5\nwebhook: {a: {method: POST}}'],
    ['template/slack.json', 'attachments: "[]"\nnotifyBroadcast: true'],
    ['subscriptions.json', '- {recipients: [slack:a], selector: a=b}\n-'],
    ['service/email.json', 'port: 587\nhost: 10'],
  ])('%s: %s', (file, text) => {
    expect(fits(file, parseYaml(text))).toBe(true);
  });
});

describe('values that do not fit', () => {
  it.each([
    ['trigger.json', 'when: a'],
    ['trigger.json', '- when: [a]'],
    ['trigger.json', '- {when: a, sned: [a]}'],
    ['template.json', 'slack: {attachments: {a: b}}'],
    ['template.json', 'email: {subjet: a}'],
    ['template/webhook.json', 'a: {body: [1]}'],
    ['subscriptions.json', '- recipients: [1]'],
    ['default-triggers.json', 'a'],
    ['service/email.json', 'port: "587"'],
    ['service/webhook.json', 'headers: {a: b}'],
  ])('%s: %s', (file, text) => {
    expect(fits(file, parseYaml(text))).toBe(false);
  });
});

const json = fc.oneof(fc.constantFrom(null, true, 1, 1.5, 'text', [], {}), fc.jsonValue({ maxDepth: 2 }));

/** Values that a schema takes for the most part. */
function valueFor(schema: Schema<unknown>): fc.Arbitrary<unknown> {
  const { takes } = schema;
  const odd = { arbitrary: json, weight: 1 };
  const like = (arbitrary: fc.Arbitrary<unknown>) => fc.oneof({ arbitrary, weight: 12 }, odd);
  switch (takes?.kind) {
    case 'string':
      return like(fc.constantFrom('', 'a=b', '2024-01-02T03:04:05Z'));
    case 'boolean':
      return like(fc.boolean());
    case 'integer':
      return like(fc.integer());
    case 'list':
      return like(fc.array(valueFor(takes.of), { maxLength: 2 }));
    case 'map':
      return like(fc.dictionary(fc.constantFrom('a', 'b'), valueFor(takes.of)));
    case 'exactly':
      return valueFor(takes.of);
    case 'struct': {
      const fields = Object.fromEntries([...takes.fields].map(([name, field]) => [name, valueFor(field)]));
      return like(fc.record(fields, { requiredKeys: [] }));
    }
    default:
      return json;
  }
}

const decoders: [string, Schema<unknown>][] = [
  ['trigger.json', triggerSchema as Schema<unknown>],
  ['subscriptions.json', subscriptionsSchema as Schema<unknown>],
  ['default-triggers.json', namesSchema as Schema<unknown>],
  ['template.json', notificationSchema as Schema<unknown>],
  ...[...serviceTypes.values()].map(({ name, options }): [string, Schema<unknown>] => [
    `service/${name}.json`,
    options as Schema<unknown>,
  ]),
];

/** Keys that a schema does not list are ignored by the engine and refused by the JSON Schema. */
const unlisted = (errors: ValidateFunction['errors']): boolean =>
  errors?.every(({ keyword }) => keyword === 'additionalProperties') ?? false;

describe('whatever the value', () => {
  it.each(decoders)('%s takes what the engine decodes', (file, schema) => {
    fc.assert(
      fc.property(valueFor(schema), (value) => {
        const { error } = decodeValue(value, schema, '');
        const valid = fits(file, value);
        if (error === undefined && !valid) expect(unlisted(validators.get(file)?.errors)).toBe(true);
        if (valid && error) expect(error.message).not.toContain('cannot unmarshal');
      }),
      { numRuns: 200 },
    );
  });
});
