import { decodeValue } from '../config/decode.ts';
import type { Decoded } from '../config/schema.ts';
import { EngineError } from '../errors.ts';
import { fromBytes } from '../go/utf8.ts';
import type { Destination } from '../notification/destinations.ts';
import { JsonObject, unlessEmpty } from '../notification/json.ts';
import type { Notification } from '../notification.ts';
import { serviceOptions } from './options.ts';
import { ownValue } from './own.ts';
import { askedToWait } from './retry.ts';
import { urlSecrets, withoutSecrets } from './secret-url.ts';
import type { SendContext, Service, ServiceHost, ServiceOptions, ServiceType } from './service.ts';
import { actions, facts, readObjects, sections } from './teams-json.ts';

const schema = serviceOptions.teams;

type TeamsOptions = Decoded<typeof schema>;

/** Message cards for Office 365 connectors of Microsoft Teams (upstream `teams.go`). */
export const teams: ServiceType = {
  name: 'teams',
  options: schema,
  parse({ value, text }: ServiceOptions, host: ServiceHost): Service {
    const { value: options, error } = decodeValue(value, schema, text);
    if (error) throw error;
    return new TeamsService(options, host);
  },
};

class TeamsService implements Service {
  private readonly options: TeamsOptions;
  private readonly host: ServiceHost;

  constructor(options: TeamsOptions, host: ServiceHost) {
    this.options = options;
    this.host = host;
  }

  async send(notification: Notification, { recipient }: Destination, { signal }: SendContext): Promise<void> {
    const url = ownValue(this.options.recipientUrls, recipient);
    if (url === undefined) {
      throw new EngineError('send', `no teams webhook configured for recipient ${recipient}`);
    }
    const body = notification.teams?.template || messageOf(notification).toText();
    await withoutSecrets(urlSecrets(url), () => this.post(url, body, signal));
  }

  /** A connector answers `1` when it has taken a message; its status says nothing. */
  private async post(url: string, body: string, signal: AbortSignal): Promise<void> {
    const response = await this.host.http.request({
      method: 'POST',
      url,
      headers: [['Content-Type', 'application/json']],
      body,
      insecureSkipVerify: this.options.insecureSkipVerify,
      signal,
    });
    if (response.bodyError) throw new EngineError('send', response.bodyError.message);
    const answer = fromBytes(response.body);
    if (answer === '1') return;
    const retryAfterMs = askedToWait(response);
    throw new EngineError('send', `teams webhook post error: ${answer}`, { retryAfterMs });
  }
}

/** @throws {EngineError} for fields that are not the JSON they have to be */
function messageOf({ message, teams: card }: Notification): JsonObject {
  const own = card?.sections ? readObjects(card.sections, sections, 'teams sections') : null;
  const rows = card?.facts ? [{ facts: readObjects(card.facts, facts, 'teams facts') }] : [];
  const buttons = card?.potentialAction ? readObjects(card.potentialAction, actions, 'teams potential action') : null;
  return new JsonObject([
    ['@type', 'MessageCard'],
    ['context', 'https://schema.org/extensions'],
    ['title', card?.title ?? ''],
    ['summary', card?.summary ?? ''],
    ['text', card?.text || message],
    ...unlessEmpty('themeColor', card?.themeColor),
    ...unlessEmpty('potentialAction', buttons),
    ...unlessEmpty('sections', [...(own ?? []), ...rows]),
  ]);
}
