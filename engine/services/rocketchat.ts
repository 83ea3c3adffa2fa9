import { decodeValue } from '../config/decode.ts';
import { bool, DecodeAbort, type Decoded, pointer, type Schema, str, struct } from '../config/schema.ts';
import { EngineError } from '../errors.ts';
import { GoError } from '../go/error.ts';
import { sprintf } from '../go/fmt.ts';
import { layouts, parseTime } from '../go/time/index.ts';
import { parseUrl } from '../go/url.ts';
import { fromBytes } from '../go/utf8.ts';
import type { Destination } from '../notification/destinations.ts';
import type { Notification } from '../notification.ts';
import { encodeForm, formType } from './form.ts';
import type { HttpResponse } from './http.ts';
import { isEmoji, isHttpUrl } from './icon.ts';
import { custom, flag, list, optional, record, text, type Values } from './json-shape.ts';
import { decodeJson } from './json-text.ts';
import { serviceOptions } from './options.ts';
import { redact } from './redact.ts';
import { readWithWish } from './retry.ts';
import type { Log, SendContext, Service, ServiceHost, ServiceOptions, ServiceType } from './service.ts';

const schema = serviceOptions.rocketchat;

type RocketChatOptions = Decoded<typeof schema>;

const optionalText = optional(text());

/** Attachments as Rocket.Chat.Go.SDK knows them. */
const attachmentsShape = list(
  record('models.Attachment', {
    color: optionalText,
    text: optionalText,
    ts: optionalText,
    thumb_url: optionalText,
    message_link: optionalText,
    collapsed: flag,
    author_name: optionalText,
    author_link: optionalText,
    author_icon: optionalText,
    title: optionalText,
    title_link: optionalText,
    title_link_download: optionalText,
    image_url: optionalText,
    audio_url: optionalText,
    video_url: optionalText,
    actions: optional(
      list(
        record('models.AttachmentAction', {
          type: optional(text('models.AttachmentActionType')),
          text: optionalText,
          url: optionalText,
          image_url: optionalText,
          is_webview: flag,
          webview_height_ratio: optionalText,
          msg: optionalText,
          msg_in_chat_window: flag,
          msg_processing_type: optional(text('models.MessageProcessingType')),
        }),
      ),
    ),
    button_alignment: optional(text('models.AttachmentActionButtonsAlignment')),
    fields: optional(list(record('models.AttachmentField', { short: flag, title: optionalText, value: optionalText }))),
  }),
);

const messageFields = {
  roomId: optionalText,
  channel: optionalText,
  text: optionalText,
  alias: optionalText,
  emoji: optionalText,
  avatar: optionalText,
  attachments: optional(attachmentsShape),
};

const messageShape = record('models.PostMessage', messageFields);

const status = { success: bool, error: str, status: str };

const loginSchema = struct('rest.logonResponse', {
  ...status,
  message: str,
  data: struct('', { authToken: str, userID: str }),
});

/** A time is only checked: one that is none ends the decoding, and what comes after it is not read. */
const time = pointer(
  custom(
    'time.Time',
    () => '',
    (value) => {
      if (typeof value !== 'string') throw new DecodeAbort('Time.UnmarshalJSON: input is not a JSON string');
      try {
        parseTime(layouts.rfc3339, value);
      } catch (error) {
        if (error instanceof GoError) throw new DecodeAbort(error.message);
        throw error;
      }
      return value;
    },
    () => '',
  ),
);

const postSchema = struct('rest.MessageResponse', {
  ...status,
  message: struct('models.Message', {
    _id: str,
    rid: str,
    msg: str,
    editedBy: str,
    t: str,
    groupable: bool,
    editedAt: time,
    ts: time,
    _updatedAt: time,
    ...messageFields,
  }),
});

/** Messages to Rocket.Chat rooms and users, with a login before each (upstream `rocketchat.go`, Rocket.Chat.Go.SDK). */
export const rocketchat: ServiceType = {
  name: 'rocketchat',
  options: schema,
  parse({ value, text }: ServiceOptions, host: ServiceHost): Service {
    const { value: options, error } = decodeValue(value, schema, text);
    if (error) throw error;
    return new RocketChatService(options, host);
  },
};

type Status = Pick<Decoded<typeof loginSchema>, keyof typeof status> & { readonly message: unknown };

interface Login {
  readonly token: string;
  readonly user: string;
}

class RocketChatService implements Service {
  private readonly options: RocketChatOptions;
  private readonly host: ServiceHost;

  constructor(options: RocketChatOptions, host: ServiceHost) {
    this.options = options;
    this.host = host;
  }

  async send(notification: Notification, { recipient }: Destination, { signal, log }: SendContext): Promise<void> {
    const secrets = [this.options.password];
    try {
      const login = await this.login(signal);
      secrets.push(login.token);
      await this.post(login, messageOf(notification, recipient, this.options, log), signal);
    } catch (error) {
      if (!(error instanceof GoError || error instanceof EngineError)) throw error;
      const retryAfterMs = error instanceof EngineError ? error.retryAfterMs : undefined;
      throw new EngineError('send', redact(error.message, secrets), { retryAfterMs });
    }
  }

  private async login(signal: AbortSignal): Promise<Login> {
    const { email, password } = this.options;
    const fields: [string, string][] = [
      ['user', email],
      ['password', password],
    ];
    const request = { path: 'login', headers: [['Content-Type', formType] as const], body: encodeForm(fields) };
    const { data } = await this.call(request, loginSchema, signal);
    return { token: data.authToken, user: data.userID };
  }

  private async post(login: Login, message: string, signal: AbortSignal): Promise<void> {
    const headers = [
      ['Content-Type', 'application/json'],
      ['X-Auth-Token', login.token],
      ['X-User-Id', login.user],
    ] as const;
    const answer = await this.call({ path: 'chat.postMessage', headers, body: message }, postSchema, signal);
    if (!answer.success) throw new GoError(answer.error);
  }

  /** What the server answers. @throws {EngineError} when it does not call that a success */
  private async call<T extends Status>(
    { path, headers, body }: { path: string; headers: Iterable<readonly [string, string]>; body: string },
    schema: Schema<T>,
    signal: AbortSignal,
  ): Promise<T> {
    const url = `${apiUrl(this.options.serverUrl)}/${path}`;
    const response = await this.host.http.request({ method: 'POST', url, headers, body, signal });
    return readWithWish(response, () => answerOf(response, schema));
  }
}

/** @throws {GoError} for an answer that does not call itself a success */
function answerOf<T extends Status>(response: HttpResponse, schema: Schema<T>): T {
  const { value, error } = decodeJson(fromBytes(response.body), schema);
  const { status: code, reason, bodyError } = response;
  if (code !== 200 && (error || bodyError)) throw new GoError(`Request error: ${code} ${reason}`);
  if (bodyError) throw new GoError(bodyError.message);
  if (!value.success) refuse(value);
  return value;
}

/** Throws what the SDK says of an answer without success, if it takes it for an error. */
function refuse({ error, status: word, message }: Status): void {
  // The SDK uses the server's text as a format.
  if (error !== '') throw new GoError(sprintf(error, []));
  if (word === 'success') return;
  if (typeof message === 'string' && message !== '') throw new GoError(`status: ${word}, message: ${message}`);
  throw new GoError('got false response');
}

/** Where the API of a server is: the port is always written. */
function apiUrl(serverUrl: string): string {
  const url = parseUrl(serverUrl);
  const scheme = url.fields.scheme === 'https' ? 'https' : 'http';
  const port = url.port() || (scheme === 'https' ? '443' : '80');
  return `${scheme}://${url.hostname()}:${port}${url.fields.path}/api/v1`;
}

/** The JSON of a message. @throws {GoError} for attachments that are none */
function messageOf(notification: Notification, recipient: string, options: RocketChatOptions, log: Log): string {
  const { alias, icon, avatar } = options;
  if (icon !== '' && !isEmoji(icon)) log.warn(`Icon reference '${icon}' is not a valid emoji`);
  if (avatar !== '' && !isHttpUrl(avatar)) log.warn(`Avatar reference '${avatar}' is not a valid URL`);
  const isChannel = /^[#@]/.test(recipient);
  const message: Values = {
    roomId: isChannel ? '' : recipient,
    channel: isChannel ? recipient : '',
    text: notification.message,
    alias,
    emoji: isEmoji(icon) ? icon : '',
    avatar: isHttpUrl(avatar) ? avatar : '',
    attachments: readAttachments(notification.rocketchat?.attachments || '[]'),
  };
  return messageShape.encode(message);
}

function readAttachments(source: string): Values[] | null {
  const { value, error } = decodeJson(source, attachmentsShape);
  if (!error) return value;
  throw new GoError(`failed to unmarshal attachments '${source}' : ${error.message}`);
}
