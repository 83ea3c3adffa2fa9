import { type Decoded, map, type Schema, str, struct } from '../config/schema.ts';
import { compareStrings } from '../go/utf8.ts';
import { newMap } from '../go/value.ts';
import { JsonObject } from './json.ts';
import type { Section } from './section.ts';

const webhookSchema = struct('services.WebhookNotification', { method: str, body: str, path: str });

export type WebhookNotification = Decoded<typeof webhookSchema>;
/** Requests by the name of the webhook service that sends them. */
export type WebhookNotifications = Record<string, WebhookNotification>;

const webhooks = map(webhookSchema, 'services.WebhookNotifications');
const schema: Schema<WebhookNotifications> = {
  type: webhooks.type,
  takes: webhooks.takes,
  zero: () => newMap() as WebhookNotifications,
  decode: (value, current, decoding) => webhooks.decode(value, current, decoding) ?? current,
};

export const webhook: Section<WebhookNotifications> = {
  schema,
  compile(source, compiler) {
    const compiled = sorted(source).map(([service, { method, body, path }]) => {
      const name = `${compiler.name}${service}`;
      return {
        service,
        method,
        body: compiler.text(body, [service, 'body'], { name }),
        path: compiler.text(path, [service, 'path'], { name }),
      };
    });
    return (into, scope) => {
      for (const { service, method, body, path } of compiled) {
        into[service] = { method, body: body(scope), path: path(scope) };
      }
    };
  },
  json: (value) => new JsonObject(sorted(value).map(([service, request]) => [service, requestJson(request)])),
};

function requestJson({ method, body, path }: WebhookNotification): JsonObject {
  return new JsonObject([
    ['method', method],
    ['body', body],
    ['path', path],
  ]);
}

function sorted(webhooks: WebhookNotifications): [string, WebhookNotification][] {
  return Object.entries(webhooks).sort(([a], [b]) => compareStrings(a, b));
}
