import { didYouMean, EngineError } from '../errors.ts';
import type { ServiceType } from './service.ts';
import { webhook } from './webhook.ts';

/** The types of service that upstream knows. */
export const upstreamTypes: readonly string[] = [
  'alertmanager',
  'awssqs',
  'email',
  'gcppubsub',
  'github',
  'googlechat',
  'grafana',
  'mattermost',
  'nats',
  'newrelic',
  'opsgenie',
  'pagerduty',
  'pagerdutyv2',
  'pushover',
  'rocketchat',
  'slack',
  'teams',
  'teams-workflows',
  'telegram',
  'webex',
  'webhook',
];

/** The types of service that can be used, by name. */
export const serviceTypes: ReadonlyMap<string, ServiceType> = new Map([webhook].map((type) => [type.name, type]));

/** The type of that name. @throws {EngineError} `service-type` */
export function serviceType(name: string, types: ReadonlyMap<string, ServiceType> = serviceTypes): ServiceType {
  const type = types.get(name);
  if (type) return type;
  if (upstreamTypes.includes(name))
    throw new EngineError('service-type', `service type '${name}' is not supported yet`);
  const hint = didYouMean(name, upstreamTypes);
  throw new EngineError('service-type', `service type '${name}' is not supported`, { hint });
}
