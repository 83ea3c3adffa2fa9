import type { Schema } from '../config/schema.ts';
import { didYouMean, EngineError } from '../errors.ts';
import { compareStrings } from '../go/utf8.ts';
import { readGitHubOptions } from './github-options.ts';
import { type LazyType, lazyType } from './lazy.ts';
import { serviceOptions } from './options.ts';
import type { ServiceType } from './service.ts';

const types: Readonly<Record<keyof typeof serviceOptions, LazyType>> = {
  awssqs: { load: async () => (await import('./awssqs.ts')).awssqs },
  email: { load: async () => (await import('./email.ts')).email },
  gcppubsub: { load: async () => (await import('./gcppubsub.ts')).gcppubsub },
  alertmanager: { load: async () => (await import('./alertmanager.ts')).alertmanager },
  github: { load: async () => (await import('./github.ts')).github, check: readGitHubOptions },
  mattermost: { load: async () => (await import('./mattermost.ts')).mattermost },
  nats: { load: async () => (await import('./nats.ts')).nats },
  opsgenie: { load: async () => (await import('./opsgenie.ts')).opsgenie },
  pagerduty: { load: async () => (await import('./pagerduty.ts')).pagerduty },
  pagerdutyv2: { load: async () => (await import('./pagerdutyv2.ts')).pagerdutyv2 },
  pushover: { load: async () => (await import('./pushover.ts')).pushover },
  rocketchat: { load: async () => (await import('./rocketchat.ts')).rocketchat },
  slack: { load: async () => (await import('./slack.ts')).slack },
  telegram: { load: async () => (await import('./telegram.ts')).telegram },
  'teams-workflows': { load: async () => (await import('./teams-workflows.ts')).teamsWorkflows },
  teams: { load: async () => (await import('./teams.ts')).teams },
  newrelic: { load: async () => (await import('./newrelic.ts')).newrelic },
  grafana: { load: async () => (await import('./grafana.ts')).grafana },
  googlechat: { load: async () => (await import('./googlechat.ts')).googlechat },
  webex: { load: async () => (await import('./webex.ts')).webex },
  webhook: { load: async () => (await import('./webhook.ts')).webhook },
};

const schemas: Readonly<Record<string, Schema<object>>> = serviceOptions;

/** The types of service that can be used, by name. */
export const serviceTypes: ReadonlyMap<string, ServiceType> = new Map(
  Object.entries(types).map(([name, type]) => [name, lazyType(name, schemas[name] as Schema<object>, type)]),
);

/** The types of service that upstream knows. */
export const upstreamTypes: readonly string[] = Object.keys(types).sort(compareStrings);

/** The type of that name. @throws {EngineError} `service-type` */
export function serviceType(name: string, types: ReadonlyMap<string, ServiceType> = serviceTypes): ServiceType {
  const type = types.get(name);
  if (type) return type;
  if (upstreamTypes.includes(name))
    throw new EngineError('service-type', `service type '${name}' is not supported yet`);
  const hint = didYouMean(name, upstreamTypes);
  throw new EngineError('service-type', `service type '${name}' is not supported`, { hint });
}
