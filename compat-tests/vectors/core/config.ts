import { createApi } from '../../../engine/api.ts';
import { decodeValue } from '../../../engine/config/decode.ts';
import { map, str } from '../../../engine/config/schema.ts';
import { renderOptions } from '../../../engine/config/secrets.ts';
import { type Config, parseConfig } from '../../../engine/config.ts';
import { compareStrings } from '../../../engine/go/utf8.ts';
import { notificationJson } from '../../../engine/notification.ts';
import { HttpClient } from '../../../engine/services/http.ts';
import { globalDestinations } from '../../../engine/subscriptions.ts';
import { conditionJson } from '../../../engine/triggers.ts';
import { type CoreRow, resultOf, rowsOf } from './row.ts';

type Texts = Readonly<Record<string, string>>;

interface Substitution {
  readonly in: string;
  readonly parsed?: unknown;
  readonly asStringMap?: unknown;
  readonly error?: string;
}

export interface ConfigVectors {
  readonly secret: Texts;
  readonly replaceServiceConfigSecrets: readonly (Substitution & { readonly outYaml: string })[];
  readonly parseConfig: readonly ({ readonly data: Texts } & Readonly<Record<string, unknown>>)[];
}

const asStringMap = map(str);

function substituted(text: string, secret: Texts): Omit<Substitution, 'in'> {
  const rendered = resultOf(() => renderOptions(text, secret).value);
  if ('error' in rendered) return rendered;
  const { value } = rendered;
  const strings = decodeValue(value, asStringMap, text);
  return { parsed: value ?? undefined, asStringMap: strings.error ? undefined : (strings.value ?? undefined) };
}

function readConfig(data: Texts): Record<string, unknown> {
  const read = resultOf(() => parseConfig({ data }, {}, { strict: true }).config);
  if ('error' in read) return { error: read.error };
  const { value: config } = read;
  const host = { http: new HttpClient() };
  const made = resultOf(() => createApi(config, { getVariables: () => ({}), host, strict: true }));
  return { ...configJson(config), newApiError: 'error' in made ? made.error : undefined };
}

function configJson(config: Config): Record<string, unknown> {
  const { subscriptions, defaultTriggers } = config;
  const destinations = (labels: Texts) =>
    subscriptions?.length ? Object.fromEntries(globalDestinations(subscriptions, defaultTriggers, labels)) : undefined;
  return {
    services: unlessNone([...config.services.keys()].sort(compareStrings)),
    triggers: mapJson(config.triggers, ({ value }) => value?.map((each) => conditionJson(each).toPlain())),
    templates: mapJson(config.templates, ({ value }) => notificationJson(value).toPlain()),
    subscriptions: unlessNone(
      subscriptions?.map(({ selector, ...each }) => ({ ...each, selector: selector?.toString() ?? '' })) ?? [],
    ),
    defaultTriggers: unlessNone(defaultTriggers ?? []),
    serviceDefaultTriggers: mapJson(config.serviceDefaultTriggers, (triggers) => triggers),
    globalDestinationsForEmptyLabels: destinations({}),
    globalDestinationsForLabels_a_b_n_5: destinations({ a: 'b', n: '5' }),
  };
}

function unlessNone<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length === 0 ? undefined : list;
}

function mapJson<T>(items: ReadonlyMap<string, T>, json: (item: T) => unknown): Record<string, unknown> | undefined {
  return items.size === 0 ? undefined : Object.fromEntries([...items].map(([name, item]) => [name, json(item)]));
}

/** ConfigMaps, and the secrets in the options of services. What go-yaml v3 writes in between is not compared. */
export function* configRows(data: ConfigVectors): Generator<CoreRow> {
  yield* rowsOf('replaceServiceConfigSecrets', data.replaceServiceConfigSecrets, (vector) => ({
    source: vector.in,
    want: { parsed: vector.parsed, asStringMap: vector.asStringMap, error: vector.error },
    got: substituted(vector.in, data.secret),
  }));
  yield* rowsOf('parseConfig', data.parseConfig, ({ data: texts, ...want }) => ({
    source: texts,
    want,
    got: readConfig(texts),
  }));
}
