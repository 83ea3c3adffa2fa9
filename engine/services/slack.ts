import { decodeValue } from '../config/decode.ts';
import type { Decoded } from '../config/schema.ts';
import { EngineError } from '../errors.ts';
import type { Destination } from '../notification/destinations.ts';
import type { Notification } from '../notification.ts';
import { isEmoji, isHttpUrl } from './icon.ts';
import type { Shape } from './json-shape.ts';
import { decodeJson } from './json-text.ts';
import { serviceOptions } from './options.ts';
import type { Log, SendContext, Service, ServiceHost, ServiceOptions, ServiceType } from './service.ts';
import { attachments as attachmentsShape } from './slack-attachments.ts';
import { blocks as blocksShape } from './slack-blocks.ts';
import { SlackClient } from './slack-client.ts';
import { MemoryThreads, sealOf, type Thread, type ThreadKey, type ThreadStore } from './threads.ts';

const schema = serviceOptions.slack;

type SlackOptions = Decoded<typeof schema>;

/** Messages and threads in Slack channels (upstream `slack.go`, `util/slack/client.go`, slack-go 0.16.0). */
export const slack: ServiceType = {
  name: 'slack',
  options: schema,
  parse({ value, text }: ServiceOptions, host: ServiceHost): Service {
    const { value: options, error } = decodeValue(value, schema, text);
    if (error) throw error;
    return new SlackService(options, host);
  },
};

class SlackService implements Service {
  private readonly options: SlackOptions;
  private readonly client: SlackClient;
  private readonly threads: ThreadStore;

  constructor(options: SlackOptions, host: ServiceHost) {
    this.options = options;
    this.client = new SlackClient(options, host.http);
    this.threads = host.threads ?? new MemoryThreads();
  }

  async send(notification: Notification, { service, recipient }: Destination, context: SendContext): Promise<void> {
    const fields = messageFields(notification, this.options, context.log);
    const { groupingKey = '', notifyBroadcast = false, deliveryPolicy = 'Post' } = notification.slack ?? {};
    const key = { service, recipient, groupingKey, access: this.options.token };
    const threads = context.threads ?? this.threads;
    const thread = groupingKey === '' ? undefined : genuine(key, await threads.get(key));
    if (thread) fields.set('thread_ts', thread.timestamp);
    const use = async (used: Thread) => {
      if (groupingKey !== '' && used.timestamp !== '') await threads.set(key, { ...used, seal: sealOf(key, used) });
    };
    let channel = thread?.channel ?? recipient;
    if (!thread || deliveryPolicy !== 'Update') {
      const broadcast: [string, string][] = notifyBroadcast ? [['reply_broadcast', 'true']] : [];
      const post = new Map([...fields, ...broadcast, ['channel', recipient]]);
      const posted = await this.client.call('chat.postMessage', post, recipient, context);
      channel = posted.channel;
      await use({ timestamp: thread?.timestamp ?? posted.timestamp, channel });
    }
    if (thread && deliveryPolicy !== 'Post') {
      const update = new Map([...fields, ['as_user', 'true'], ['ts', thread.timestamp], ['channel', channel]]);
      await this.client.call('chat.update', update, recipient, context);
      await use({ timestamp: thread.timestamp, channel });
    }
  }
}

/** The thread, unless its seal shows that it is made up. */
function genuine(key: ThreadKey, thread: Thread | undefined): Thread | undefined {
  return thread?.seal === undefined || thread.seal === sealOf(key, thread) ? thread : undefined;
}

/** What every form of the message says. @throws {EngineError} for attachments and blocks that are none */
function messageFields(notification: Notification, options: SlackOptions, log: Log): Map<string, string> {
  const section = notification.slack;
  const fields = new Map([['text', notification.message]]);
  const username = section?.username || options.username;
  if (username !== '') fields.set('username', username);
  const icon = section?.icon || options.icon;
  if (isEmoji(icon)) fields.set('icon_emoji', icon);
  else if (isHttpUrl(icon)) fields.set('icon_url', icon);
  else if (icon !== '') log.warn(`Icon reference '${icon}' is not a valid emoji or url`);
  if (section) {
    const attachments = passed('attachments', section.attachments || '[]', attachmentsShape);
    if (attachments !== 'null') fields.set('attachments', attachments);
    const blocks = passed('blocks', section.blocks || '[]', blocksShape);
    if (blocks !== 'null') fields.set('blocks', blocks);
  }
  if (options.disableUnfurl) fields.set('unfurl_links', 'false').set('unfurl_media', 'false');
  return fields;
}

/** What Slack's own types leave of a JSON text. */
function passed<T>(what: string, text: string, shape: Shape<T>): string {
  const { value, error } = decodeJson(text, shape);
  if (error) {
    throw new EngineError('send', `failed to unmarshal ${what} '${text}' : ${error.message}`, { cause: error });
  }
  return shape.encode(value);
}
