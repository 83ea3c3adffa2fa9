import { didYouMean, EngineError } from '../errors.ts';
import { alertmanager } from './alertmanager.ts';
import { awssqs } from './awssqs.ts';
import { email } from './email.ts';
import { gcppubsub } from './gcppubsub.ts';
import { github } from './github.ts';
import { googlechat } from './googlechat.ts';
import { grafana } from './grafana.ts';
import { mattermost } from './mattermost.ts';
import { nats } from './nats.ts';
import { newrelic } from './newrelic.ts';
import { opsgenie } from './opsgenie.ts';
import { pagerduty } from './pagerduty.ts';
import { pagerdutyv2 } from './pagerdutyv2.ts';
import { pushover } from './pushover.ts';
import { rocketchat } from './rocketchat.ts';
import type { ServiceType } from './service.ts';
import { slack } from './slack.ts';
import { teams } from './teams.ts';
import { teamsWorkflows } from './teams-workflows.ts';
import { telegram } from './telegram.ts';
import { webex } from './webex.ts';
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

const types: readonly ServiceType[] = [
  awssqs,
  email,
  gcppubsub,
  alertmanager,
  github,
  mattermost,
  nats,
  opsgenie,
  pagerduty,
  pagerdutyv2,
  pushover,
  rocketchat,
  slack,
  telegram,
  teamsWorkflows,
  teams,
  newrelic,
  grafana,
  googlechat,
  webex,
  webhook,
];

/** The types of service that can be used, by name. */
export const serviceTypes: ReadonlyMap<string, ServiceType> = new Map(types.map((type) => [type.name, type]));

/** The type of that name. @throws {EngineError} `service-type` */
export function serviceType(name: string, types: ReadonlyMap<string, ServiceType> = serviceTypes): ServiceType {
  const type = types.get(name);
  if (type) return type;
  if (upstreamTypes.includes(name))
    throw new EngineError('service-type', `service type '${name}' is not supported yet`);
  const hint = didYouMean(name, upstreamTypes);
  throw new EngineError('service-type', `service type '${name}' is not supported`, { hint });
}
