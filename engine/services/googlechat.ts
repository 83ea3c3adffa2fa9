import { randomUUID } from 'node:crypto';
import { decodeValue } from '../config/decode.ts';
import { type Decoded, int, pointer, str, struct } from '../config/schema.ts';
import { EngineError } from '../errors.ts';
import { GoError } from '../go/error.ts';
import { marshal } from '../go/json.ts';
import { GoUrl, parseUrl, queryUnescape } from '../go/url.ts';
import { fromBytes } from '../go/utf8.ts';
import type { Destination } from '../notification/destinations.ts';
import type { Notification } from '../notification.ts';
import { encodeForm } from './form.ts';
import { type Cards, encodeCard, encodeCardWithId, readCards, readCardsV2 } from './googlechat-cards.ts';
import type { HttpResponse } from './http.ts';
import { decodeJson } from './json-text.ts';
import { serviceOptions } from './options.ts';
import { ownValue } from './own.ts';
import { askedToWait } from './retry.ts';
import { inContext, urlSecrets, withoutSecrets } from './secret-url.ts';
import type { SendContext, Service, ServiceHost, ServiceOptions, ServiceType } from './service.ts';

const schema = serviceOptions.googlechat;

type GoogleChatOptions = Decoded<typeof schema>;

const answerSchema = struct('services.webhookReturn', {
  error: pointer(struct('services.webhookError', { code: int, message: str, status: str })),
});

/** Messages and cards in Google Chat, through incoming webhooks (upstream `googlechat.go`). */
export const googlechat: ServiceType = {
  name: 'googlechat',
  options: schema,
  parse({ value, text }: ServiceOptions, host: ServiceHost): Service {
    const { value: options, error } = decodeValue(value, schema, text);
    if (error) throw error;
    return new GoogleChatService(options, host);
  },
};

class GoogleChatService implements Service {
  private readonly options: GoogleChatOptions;
  private readonly host: ServiceHost;

  constructor(options: GoogleChatOptions, host: ServiceHost) {
    this.options = options;
    this.host = host;
  }

  async send(notification: Notification, { recipient }: Destination, { signal }: SendContext): Promise<void> {
    const webhook = ownValue(this.options.webhooks, recipient);
    if (webhook === undefined) {
      const what = `no Google chat webhook configured for recipient ${recipient}`;
      throw new EngineError('send', `error creating client to webhook: ${what}`);
    }
    const message = await inContext('cannot create message: ', () => read(notification));
    const threadKey = notification.googlechat?.threadKey ?? '';
    await withoutSecrets(urlSecrets(webhook), async () => {
      const response = await inContext('cannot send message: ', () => this.post(webhook, message, threadKey, signal));
      refuse(response);
    });
  }

  private async post(webhook: string, message: Message, threadKey: string, signal: AbortSignal): Promise<HttpResponse> {
    const body = inWords(() => encode(message));
    const url = inWords(() => inThread(parseUrl(webhook), threadKey));
    const { insecureSkipVerify } = this.options;
    return await this.host.http.request({
      method: 'POST',
      url: url.toString(),
      headers: [['Content-Type', 'application/json']],
      body,
      insecureSkipVerify,
      signal,
    });
  }
}

interface Message {
  readonly text: string;
  readonly cards: Cards;
  readonly cardsV2: Cards;
}

/** The cards, or where there are none the text. @throws {EngineError} for cards that are not what they have to be */
function read({ message, googlechat: section }: Notification): Message {
  const { cards = '', cardsV2 = '' } = section ?? {};
  return {
    text: cards === '' && cardsV2 === '' ? message : '',
    cardsV2: cardsV2 === '' ? null : readCardsV2(cardsV2),
    cards: cards === '' ? null : readCards(cards),
  };
}

/** @throws {GoError} for cards with a number that JSON cannot hold */
function encode({ text, cards, cardsV2 }: Message): string {
  const members = [
    `"text":${marshal(text)}`,
    ...listMember('cards', (cards ?? []).map(encodeCard)),
    ...listMember(
      'cardsV2',
      (cardsV2 ?? []).map((card) => encodeCardWithId(card, randomUUID())),
    ),
  ];
  return `{${members.join(',')}}`;
}

function listMember(name: string, items: readonly string[]): string[] {
  return items.length === 0 ? [] : [`"${name}":[${items.join(',')}]`];
}

/** The URL that puts a message into a thread: its query, sorted, says which. Without a thread the URL as it is. */
function inThread(url: GoUrl, threadKey: string): GoUrl {
  if (threadKey === '') return url;
  const rawQuery = encodeForm([
    ...queryOf(url.fields.rawQuery),
    ['threadKey', threadKey],
    ['messageReplyOption', 'REPLY_MESSAGE_FALLBACK_TO_NEW_THREAD'],
  ]);
  return new GoUrl({ ...url.fields, rawQuery });
}

/** The pairs of a query, without those that Go's `url.ParseQuery` has errors for. */
function queryOf(query: string): [name: string, value: string][] {
  return query.split('&').flatMap((pair) => {
    if (pair === '' || pair.includes(';')) return [];
    const at = pair.includes('=') ? pair.indexOf('=') : pair.length;
    try {
      return [[queryUnescape(pair.slice(0, at)), queryUnescape(pair.slice(at + 1))]];
    } catch (error) {
      if (error instanceof GoError) return [];
      throw error;
    }
  });
}

/** @throws {EngineError} for an answer that is no JSON or names an error; the status says nothing */
function refuse(response: HttpResponse): void {
  const retryAfterMs = askedToWait(response);
  if (response.bodyError) {
    throw new EngineError('send', `cannot send message: ${response.bodyError.message}`, { retryAfterMs });
  }
  const { value, error } = decodeJson(fromBytes(response.body), answerSchema);
  if (error) throw new EngineError('send', `cannot send message: ${error.message}`, { cause: error, retryAfterMs });
  if (!value.error) return;
  const { code, status, message } = value.error;
  const text = `error with message: code=${code} status=${status} message=${message}`;
  throw new EngineError('send', text, { retryAfterMs });
}

function inWords<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof GoError)) throw error;
    throw new EngineError('send', error.message, { cause: error });
  }
}
