import { decodeValue } from '../config/decode.ts';
import { bool, type Decoded, pointer, type Schema, str, struct } from '../config/schema.ts';
import { EngineError } from '../errors.ts';
import { GoError } from '../go/error.ts';
import { atoi, parseInt as parseInteger } from '../go/strconv.ts';
import type { Destination } from '../notification/destinations.ts';
import type { Notification } from '../notification.ts';
import { encodeForm, formType } from './form.ts';
import type { HttpResponse } from './http.ts';
import { decodeBody } from './json-body.ts';
import { wholeNumber } from './json-shape.ts';
import { decodeRead } from './json-text.ts';
import { serviceOptions } from './options.ts';
import { redact } from './redact.ts';
import { readWithWish } from './retry.ts';
import type { SendContext, Service, ServiceHost, ServiceOptions, ServiceType } from './service.ts';

const schema = serviceOptions.telegram;

type TelegramOptions = Decoded<typeof schema>;

/** A part of a JSON text that is decoded later; undefined when it is not there. */
const raw: Schema<unknown> = { type: 'json.RawMessage', zero: () => undefined, decode: (value) => value };

const answerSchema = struct('tgbotapi.APIResponse', {
  ok: bool,
  result: raw,
  error_code: wholeNumber(),
  description: str,
  parameters: pointer(
    struct('tgbotapi.ResponseParameters', { migrate_to_chat_id: wholeNumber('int64'), retry_after: wholeNumber() }),
  ),
});

const id = wholeNumber('int64');

const userSchema = struct('tgbotapi.User', {
  id,
  is_bot: bool,
  is_premium: bool,
  added_to_attachment_menu: bool,
  first_name: str,
  last_name: str,
  username: str,
  language_code: str,
  can_join_groups: bool,
  can_read_all_group_messages: bool,
  supports_inline_queries: bool,
  can_connect_to_business: bool,
  has_main_web_app: bool,
});

/** What a message always has; the SDK knows a hundred fields more. */
const messageSchema = struct('tgbotapi.Message', {
  message_id: wholeNumber(),
  date: wholeNumber(),
  chat: struct('tgbotapi.Chat', { id, type: str, title: str, username: str }),
});

/** Messages to Telegram chats and channels, as Markdown (upstream `telegram.go`, OvyFlash telegram-bot-api). */
export const telegram: ServiceType = {
  name: 'telegram',
  options: schema,
  parse({ value, text }: ServiceOptions, host: ServiceHost): Service {
    const { value: options, error } = decodeValue(value, schema, text);
    if (error) throw error;
    return new TelegramService(options, host);
  },
};

class TelegramService implements Service {
  private readonly token: string;
  private readonly host: ServiceHost;

  constructor({ token }: TelegramOptions, host: ServiceHost) {
    this.token = token;
    this.host = host;
  }

  async send(notification: Notification, { recipient }: Destination, { signal }: SendContext): Promise<void> {
    try {
      await this.call('getMe', [], userSchema, signal);
      await this.call('sendMessage', messageFields(notification.message, recipient), messageSchema, signal);
    } catch (error) {
      if (!(error instanceof GoError || error instanceof EngineError)) throw error;
      const retryAfterMs = error instanceof EngineError ? error.retryAfterMs : undefined;
      throw new EngineError('send', redact(error.message, [this.token]), { retryAfterMs });
    }
  }

  /** @throws {EngineError} with the description of the error */
  private async call(
    method: string,
    fields: readonly [string, string][],
    resultSchema: Schema<unknown>,
    signal: AbortSignal,
  ): Promise<void> {
    const response = await this.host.http.request({
      method: 'POST',
      url: `https://api.telegram.org/bot${this.token}/${method}`,
      headers: [['Content-Type', formType]],
      body: encodeForm(fields),
      signal,
    });
    readWithWish(response, () => check(response, resultSchema));
  }
}

/** @throws {GoError | EngineError} with the description of the error */
function check(response: HttpResponse, resultSchema: Schema<unknown>): void {
  const { value, error } = decodeBody(response, answerSchema);
  if (error) throw error;
  if (!value.ok) {
    const seconds = Number(value.parameters?.retry_after ?? 0);
    if (seconds <= 0) throw new GoError(value.description);
    throw new EngineError('send', value.description, { retryAfterMs: seconds * 1000 });
  }
  if (value.result === undefined) throw new GoError('unexpected end of JSON input');
  const result = decodeRead(value.result, resultSchema);
  if (result.error) throw result.error;
}

/** The form of a message. @throws {GoError} for a chat or thread that is no number */
function messageFields(message: string, recipient: string): [string, string][] {
  const [chat = '', thread] = recipient.startsWith('-') ? recipient.split('|') : [`@${recipient}`];
  const chatId = recipient.startsWith('-') ? nonZero(parseInteger(chat, 10, 64)) : chat;
  const threadId = thread === undefined ? '' : nonZero(atoi(thread));
  const optional: [string, string][] = [
    ['chat_id', chatId],
    ['message_thread_id', threadId],
    ['text', message],
  ];
  return [
    ...optional.filter(([, value]) => value !== ''),
    ['business_connection_id', ''],
    ['entities', 'null'],
    ['link_preview_options', '{}'],
    ['parse_mode', 'Markdown'],
    ['reply_parameters', '{"message_id":0}'],
  ];
}

function nonZero(number: bigint): string {
  return number === 0n ? '' : String(number);
}
