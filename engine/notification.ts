import { type Decoded, pointer, type Schema, str, struct } from './config/schema.ts';
import { byteLength, byteSlice } from './go/utf8.ts';
import { alertmanager } from './notification/alertmanager.ts';
import { awssqs } from './notification/awssqs.ts';
import type { Compiler, Scope } from './notification/compiler.ts';
import { email } from './notification/email.ts';
import { gcppubsub } from './notification/gcppubsub.ts';
import { type GitHubNotification, github } from './notification/github.ts';
import { googlechat } from './notification/googlechat.ts';
import { JsonObject, unlessEmpty } from './notification/json.ts';
import { mattermost } from './notification/mattermost.ts';
import { newrelic } from './notification/newrelic.ts';
import { opsgenie } from './notification/opsgenie.ts';
import { pagerduty } from './notification/pagerduty.ts';
import { pagerdutyv2 } from './notification/pagerdutyv2.ts';
import { rocketchat } from './notification/rocketchat.ts';
import type { Section } from './notification/section.ts';
import { slack } from './notification/slack.ts';
import { teams } from './notification/teams.ts';
import { teamsWorkflows } from './notification/teams-workflows.ts';
import { webhook } from './notification/webhook.ts';

/** A notification, as a template of texts or rendered: a message and a section for each kind of service that wants more. */
export interface Notification {
  message: string;
  awssqs: Decoded<typeof awssqs.schema> | null;
  gcppubsub: Decoded<typeof gcppubsub.schema> | null;
  email: Decoded<typeof email.schema> | null;
  slack: Decoded<typeof slack.schema> | null;
  mattermost: Decoded<typeof mattermost.schema> | null;
  rocketchat: Decoded<typeof rocketchat.schema> | null;
  teams: Decoded<typeof teams.schema> | null;
  'teams-workflows': Decoded<typeof teamsWorkflows.schema> | null;
  webhook: Decoded<typeof webhook.schema> | null;
  opsgenie: Decoded<typeof opsgenie.schema> | null;
  github: GitHubNotification | null;
  alertmanager: Decoded<typeof alertmanager.schema> | null;
  googlechat: Decoded<typeof googlechat.schema> | null;
  pagerduty: Decoded<typeof pagerduty.schema> | null;
  pagerdutyv2: Decoded<typeof pagerdutyv2.schema> | null;
  newrelic: Decoded<typeof newrelic.schema> | null;
}

type SectionName = Exclude<keyof Notification, 'message'>;

/** The sections in the order of upstream's struct, which is that of its JSON. */
const sections: { readonly [N in SectionName]: Section<NonNullable<Notification[N]>> } = {
  awssqs,
  gcppubsub,
  email,
  slack,
  mattermost,
  rocketchat,
  teams,
  'teams-workflows': teamsWorkflows,
  webhook,
  opsgenie,
  github,
  alertmanager,
  googlechat,
  pagerduty,
  pagerdutyv2,
  newrelic,
};

/** The order in which upstream compiles and renders the sections. */
const renderOrder: readonly SectionName[] = [
  'awssqs',
  'gcppubsub',
  'slack',
  'mattermost',
  'rocketchat',
  'email',
  'webhook',
  'opsgenie',
  'github',
  'teams',
  'teams-workflows',
  'alertmanager',
  'googlechat',
  'pagerduty',
  'pagerdutyv2',
  'newrelic',
];

/** A section without its own type: what the loops over all of them see. */
function sectionOf(name: SectionName): Section<object> {
  return sections[name] as unknown as Section<object>;
}

const sectionNames = Object.keys(sections) as SectionName[];

/** How YAML becomes each part of a notification template. */
export const notificationFields = {
  message: str,
  ...Object.fromEntries(sectionNames.map((name) => [name, pointer(sectionOf(name).schema)])),
} as unknown as { readonly [K in keyof Notification]: Schema<Notification[K]> };

/** How YAML becomes a notification template (upstream `services.Notification`). */
export const notificationSchema: Schema<Notification> = struct('services.Notification', notificationFields);

/** A notification that says nothing. */
export function emptyNotification(): Notification {
  return notificationSchema.zero();
}

/** Renders a template into a notification that earlier templates may have filled. */
export type NotificationRenderer = (into: Notification, scope: Scope) => void;

/**
 * The compiled template. Every section is rendered whatever the destination is, each merging with what is there by its own
 * rule; the first error ends it.
 * @throws {EngineError} with code `template`
 */
export function compileNotification(source: Notification, compiler: Compiler): NotificationRenderer {
  const message = compiler.text(source.message, ['message']);
  const renderers = renderOrder.flatMap((name) => {
    const from = source[name];
    return from === null ? [] : [{ name, render: sectionOf(name).compile(from, compiler.at(name)) }];
  });
  return (into, scope) => {
    into.message = message(scope) || into.message;
    for (const { name, render } of renderers) {
      const section = into[name] ?? sectionOf(name).schema.zero();
      Object.assign(into, { [name]: section });
      render(section, scope);
    }
  };
}

/** The notification as JSON, members in the order and with the omissions of upstream's struct. */
export function notificationJson(notification: Notification): JsonObject {
  return new JsonObject([
    ...unlessEmpty('message', notification.message),
    ...sectionNames.flatMap((name) => {
      const value = notification[name];
      if (value === null || (name === 'webhook' && Object.keys(value).length === 0)) return [];
      return [[name, sectionOf(name).json(value)] as const];
    }),
  ]);
}

/** The first line of the message, or of the JSON when there is none; beyond 100 bytes the first 99 and `...`. */
export function previewNotification(notification: Notification): string {
  const text = notification.message || notificationJson(notification).toText();
  const line = text.split('\n')[0] ?? '';
  return byteLength(line) > 100 ? `${byteSlice(line, 0, 99)}...` : line;
}
