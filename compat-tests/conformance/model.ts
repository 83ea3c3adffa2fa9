import { createApi } from '../../engine/api.ts';
import { mustUnmarshal } from '../../engine/config/decode.ts';
import { map, str } from '../../engine/config/schema.ts';
import { type Config, parseConfig } from '../../engine/config.ts';
import { EngineError } from '../../engine/errors.ts';
import { toBytes } from '../../engine/go/utf8.ts';
import { GoMap, newMap } from '../../engine/go/value.ts';
import { type Destinations, mergeDestinations } from '../../engine/notification/destinations.ts';
import { notificationJson } from '../../engine/notification.ts';
import { HttpClient } from '../../engine/services/http.ts';
import { serviceTypes, upstreamTypes } from '../../engine/services/registry.ts';
import type { ServiceType } from '../../engine/services/service.ts';
import {
  annotationDestinations,
  argoPrefix,
  type DefaultSubscription,
  globalDestinations,
} from '../../engine/subscriptions.ts';
import { Templates } from '../../engine/templates.ts';
import { conditionJson, Triggers } from '../../engine/triggers.ts';
import type { Answer, Case } from './case.ts';
import { newRun } from './environment.ts';
import { helperGroup } from './helpers.ts';

/** A phase of a case that failed with an error of the engine. */
class PhaseError extends Error {
  readonly answer: Answer;

  constructor(phase: string, error: EngineError) {
    super(error.message);
    this.answer = { ok: false, phase, error: error.message };
  }
}

function phase<T>(name: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw error instanceof EngineError ? new PhaseError(name, error) : error;
  }
}

function answering(run: (c: Case, config: Config) => Answer): (c: Case) => Answer {
  return (c) => {
    try {
      return run(
        c,
        phase('config', () => parseConfig(c.configMap ?? {}, c.secret ?? {}, { strict: true }).config),
      );
    } catch (error) {
      if (error instanceof PhaseError) return error.answer;
      throw error;
    }
  };
}

/** Types that the engine lacks can be configured, so that a case shows what else there is. */
const types: ReadonlyMap<string, ServiceType> = new Map([
  ...upstreamTypes.map((name): [string, ServiceType] => [
    name,
    { name, parse: () => ({ send: async () => undefined }) },
  ]),
  ...serviceTypes,
]);

function variablesOf(c: Case): Record<string, unknown> {
  const context = phase('variables', () => mustUnmarshal(c.configMap?.data['context'] ?? '', map(str)));
  const variables = newMap();
  variables[c.objectKey ?? 'app'] = c.object ?? {};
  variables['context'] = new GoMap('map[string]string', Object.entries(context ?? {}));
  const secrets = Object.entries(c.secret ?? {}).map(([key, value]) => [key, toBytes(value)] as const);
  variables['secrets'] = new GoMap('map[string][]uint8', secrets);
  for (const group of ['time', 'strings', 'repo'] as const) variables[group] = helperGroup(group);
  return variables;
}

function build(config: Config, variables: Record<string, unknown>) {
  const host = { http: new HttpClient() };
  return phase('api', () => createApi(config, { getVariables: () => variables, host, types, strict: true })).api;
}

function answerConfig(_c: Case, config: Config): Answer {
  const api = build(config, {});
  return {
    ok: true,
    output: {
      services: api.serviceNames.sort(),
      triggers: entries(
        config.triggers,
        ({ value }) => value?.map((condition) => conditionJson(condition).toPlain()) ?? null,
      ),
      templates: entries(config.templates, ({ value }) => notificationJson(value).toPlain()),
      subscriptions: config.subscriptions?.map(subscriptionJson) ?? null,
      defaultTriggers: config.defaultTriggers,
      serviceDefaultTriggers: entries(config.serviceDefaultTriggers, (triggers) => triggers),
    },
  };
}

function entries<T>(items: ReadonlyMap<string, T>, json: (item: T) => unknown): Record<string, unknown> {
  const out = newMap();
  for (const [name, item] of items) out[name] = json(item);
  return out;
}

function subscriptionJson({ recipients, triggers, selector }: DefaultSubscription): unknown {
  return { recipients, triggers, selector: selector?.toString() ?? '' };
}

function answerTrigger(c: Case, config: Config): Answer {
  const variables = variablesOf(c);
  build(config, variables);
  const triggers = new Triggers();
  for (const [name, { value }] of config.triggers) triggers.add(name, value ?? []);
  const results = phase('trigger', () => triggers.run(c.trigger ?? '', variables, newRun()));
  const output = results.map(({ key, oncePer, templates, triggered }) => ({ key, oncePer, templates, triggered }));
  return { ok: true, output };
}

function answerNotification(c: Case, config: Config): Answer {
  const templates = new Templates();
  phase('templates', () => {
    for (const [name, { value }] of config.templates) templates.add(name, value);
  });
  const data = variablesOf(c);
  data['serviceType'] = c.destination?.service ?? '';
  data['recipient'] = c.destination?.recipient ?? '';
  const notification = phase('format', () => templates.format({ data, run: newRun() }, c.templates ?? []));
  return { ok: true, output: notificationJson(notification).toPlain() };
}

function answerDestinations(c: Case, config: Config): Answer {
  const global = globalDestinations(config.subscriptions, config.defaultTriggers, c.labels ?? {});
  const own = annotationDestinations(c.annotations ?? {}, config, [c.prefix ?? argoPrefix]).destinations;
  return { ok: true, output: destinationsJson(mergeDestinations(global, own)) };
}

function destinationsJson(destinations: Destinations): unknown {
  return entries(destinations, (list) => list);
}

/** The answers to the cases about the notification model. */
export const modelKinds: Readonly<Record<'config' | 'trigger' | 'notification' | 'destinations', (c: Case) => Answer>> =
  {
    config: answering(answerConfig),
    trigger: answering(answerTrigger),
    notification: answering(answerNotification),
    destinations: answering(answerDestinations),
  };
