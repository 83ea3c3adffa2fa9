import { describe, expect, it } from 'vitest';
import { EngineError } from '../errors.ts';
import { emptyNotification, type Notification } from '../notification.ts';
import type { HttpClient, HttpRequest } from './http.ts';
import type { SendContext, Service } from './service.ts';
import { slack } from './slack.ts';
import { SlackClient } from './slack-client.ts';
import { type ScriptedAnswer, ScriptedHttp, silent } from './test-http.ts';
import { MemoryThreads, type Thread, type ThreadStore } from './threads.ts';

/** Method, channel and thread of each call. */
function callsTo(http: ScriptedHttp): string[] {
  return http.requests.map(({ url, body }) => {
    const form = new URLSearchParams(String(body));
    return [url.split('.').at(-1), form.get('channel'), form.get('thread_ts')].join(' ').trim();
  });
}

function channelOf({ body }: HttpRequest): string | null {
  return new URLSearchParams(String(body)).get('channel');
}

const ok: ScriptedAnswer = { text: '{"ok":true,"channel":"C1","ts":"1.5"}' };
const limited = (seconds: number): ScriptedAnswer => ({ status: 429, headers: { 'retry-after': String(seconds) } });

function context(signal = new AbortController().signal, log = silent): SendContext {
  return { signal, log };
}

function service(http: HttpClient, threads?: ThreadStore): Service {
  const options = { value: { token: 'xoxb-token' }, text: '' };
  return slack.parse(options, threads ? { http, threads } : { http });
}

function threaded(deliveryPolicy: 'Post' | 'Update' | 'PostAndUpdate' = 'Post'): Notification {
  const section = { username: '', icon: '', attachments: '', blocks: '' };
  return {
    ...emptyNotification(),
    message: 'm',
    slack: { ...section, groupingKey: 'k', notifyBroadcast: false, deliveryPolicy },
  };
}

describe('threads', () => {
  const general = { service: 'slack', recipient: 'general' };

  it('outlive the service when the host keeps them', async () => {
    const threads = new MemoryThreads();
    const http = new ScriptedHttp(() => ok);
    await service(http, threads).send(threaded(), general, context());
    await service(http, threads).send(threaded('Update'), general, context());
    expect(callsTo(http)).toEqual(['postMessage general', 'update C1 1.5']);
  });

  it('wait for a store that is slow', async () => {
    const thread = { timestamp: '9.9', channel: 'C9' };
    const threads: ThreadStore = { get: async () => thread, set: async () => {} };
    const http = new ScriptedHttp(() => ok);
    await service(http, threads).send(threaded('PostAndUpdate'), general, context());
    expect(callsTo(http)).toEqual(['postMessage general 9.9', 'update C1 9.9']);
  });

  it('belong to one service, since another may be another workspace', async () => {
    const threads = new MemoryThreads();
    const http = new ScriptedHttp(() => ok);
    await service(http, threads).send(threaded(), general, context());
    await service(http, threads).send(threaded(), { service: 'other', recipient: 'general' }, context());
    expect(callsTo(http)).toEqual(['postMessage general', 'postMessage general']);
  });

  it('belong to one token, for the same reason', async () => {
    const threads = new MemoryThreads();
    const http = new ScriptedHttp(() => ok);
    await service(http, threads).send(threaded(), general, context());
    await slack.parse({ value: { token: 'other' }, text: '' }, { http, threads }).send(threaded(), general, context());
    expect(callsTo(http)).toEqual(['postMessage general', 'postMessage general']);
  });

  it('are kept where the sending says, rather than where the host does', async () => {
    const threads = new MemoryThreads();
    const http = new ScriptedHttp(() => ok);
    const slackService = service(http);
    await slackService.send(threaded(), general, { ...context(), threads });
    await slackService.send(threaded(), general, { ...context(), threads });
    await slackService.send(threaded(), general, context());
    expect(callsTo(http)).toEqual(['postMessage general', 'postMessage general 1.5', 'postMessage general']);
  });

  it('are not gone on with when somebody else has made them up or changed them', async () => {
    let kept: Thread | undefined;
    const set = (_: unknown, thread: Thread) => {
      kept = thread;
    };
    const threads: ThreadStore = { get: () => kept, set };
    const http = new ScriptedHttp(() => ok);
    const send = () => service(http, threads).send(threaded('Update'), general, context());
    await send();
    await send();
    const { timestamp, seal = '' } = kept as unknown as Thread;
    for (const channel of ['C2', '']) {
      kept = { timestamp, seal, channel };
      await send();
    }
    kept = { timestamp: '7.7', channel: 'C1', seal };
    await send();
    const first = 'postMessage general';
    expect(callsTo(http)).toEqual([first, 'update C1 1.5', first, first, first]);
  });

  it('are looked for only with a groupingKey', async () => {
    const threads: ThreadStore = {
      get: () => expect.unreachable(),
      set: () => expect.unreachable(),
    };
    const http = new ScriptedHttp(() => ok);
    await service(http, threads).send({ ...emptyNotification(), message: 'm' }, general, context());
    expect(callsTo(http)).toEqual(['postMessage general']);
  });
});

describe('rate limits', () => {
  it('hold back the recipient that met one, and no other', async () => {
    const http = new ScriptedHttp((request) => (channelOf(request) === 'busy' ? limited(60) : ok));
    const slackService = service(http);
    const stop = new AbortController();
    const busy = slackService.send(threaded(), { service: 'slack', recipient: 'busy' }, context(stop.signal));
    await slackService.send(threaded(), { service: 'slack', recipient: 'free' }, context());
    expect(callsTo(http)).toContain('postMessage free');
    stop.abort();
    await expect(busy).rejects.toThrow(new EngineError('send', 'context canceled'));
    expect(callsTo(http).filter((call) => call === 'postMessage busy')).toHaveLength(2);
  });

  it('are left to a later delivery when the sending has no patience', async () => {
    const http = new ScriptedHttp(() => limited(7));
    const slackService = service(http);
    const send = () =>
      slackService.send(threaded(), { service: 'slack', recipient: 'r' }, { ...context(), patience: 0 });
    for (let i = 0; i < 3; i++) {
      const error = (await send().catch((e: unknown) => e)) as EngineError;
      expect(error.message).toMatch(/^slack rate limit exceeded, retry after [67]/);
      expect(Math.round((error.retryAfterMs ?? 0) / 1000)).toBe(7);
    }
    expect(callsTo(http)).toHaveLength(2);
  });

  it('end as an error when they would take too long', async () => {
    const http = new ScriptedHttp(() => limited(3600));
    const sending = service(http).send(threaded(), { service: 'slack', recipient: 'r' }, context());
    await expect(sending).rejects.toThrow('slack rate limit exceeded, retry after 1h0m0s');
    expect(callsTo(http)).toHaveLength(2);
  });

  it('end after so many attempts, and are not taken for none when they are of 0 s', async () => {
    const http = new ScriptedHttp(() => limited(0));
    const access = { token: 't', signingSecret: '', apiURL: 'https://slack.test/api/', insecureSkipVerify: false };
    const client = new SlackClient(access, http, { attempts: 3, wait: 10_000 });
    await expect(client.call('chat.postMessage', new Map(), 'r', context())).rejects.toThrow('retry after 0s');
    expect(callsTo(http)).toHaveLength(3);
  });
});

it('says so when an icon is neither emoji nor URL', async () => {
  const warnings: string[] = [];
  const log = { ...silent, warn: (message: string) => void warnings.push(message) };
  const http = new ScriptedHttp(() => ok);
  const options = { value: { icon: 'rocket' }, text: '' };
  await slack.parse(options, { http }).send(threaded(), { service: 'slack', recipient: 'r' }, context(undefined, log));
  expect(warnings).toEqual(["Icon reference 'rocket' is not a valid emoji or url"]);
  expect(http.requests[0]?.body).not.toContain('icon_url');
});
