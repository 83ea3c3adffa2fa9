import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually, World } from './world.ts';

const prefix = 'notifications.configsync.gke.io';
const threads = `threads.${prefix}`;

/** A Slack on loopback: each message gets the next time, recipients called `busy…` are rate limited. */
class Slack implements AsyncDisposable {
  /** Method, channel, and the thread of each call. */
  readonly calls: string[] = [];
  private readonly server = createServer((request, response) => {
    this.answer(request, response).catch(() => response.destroy());
  });

  static async start(): Promise<Slack> {
    const slack = new Slack();
    await once(slack.server.listen(0, '127.0.0.1'), 'listening');
    return slack;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/`;
  }

  /** The calls, once there are `count`. */
  async exactly(count: number): Promise<string[]> {
    await eventually(`call ${count}`, () => this.calls[count - 1]);
    return this.calls;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.server.closeAllConnections();
    await once(this.server.close(), 'close');
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += chunk as string;
    const form = new URLSearchParams(body);
    const channel = form.get('channel') ?? '';
    const [, method] = request.url?.split('.') ?? [];
    this.calls.push([method, channel, form.get('thread_ts')].filter((part) => part !== null).join(' '));
    if (channel.startsWith('busy')) response.writeHead(429, { 'Retry-After': '60' }).end();
    else response.end(JSON.stringify({ ok: true, channel: `C-${channel}`, ts: `${this.calls.length}.5` }));
  }
}

let world: World;
let slack: Slack;

beforeEach(async () => {
  world = await World.open();
  slack = await Slack.start();
});

afterEach(async () => {
  await world.close();
  await slack[Symbol.asyncDispose]();
});

async function set(recipients: string): Promise<void> {
  await world.secret({ token: 'xoxb-s3cr3t' });
  await world.configMap({
    'service.slack': `{token: $token, apiURL: "${slack.url}"}`,
    'trigger.on-synced': `
      - when: any(sync.status.conditions ?? [], {.type == 'Syncing' && .status == 'False'})
        oncePer: sync.status.lastSyncedCommit
        send: [synced]`,
    'template.synced': `
      message: "{{.sync.status.lastSyncedCommit}}"
      slack: {groupingKey: "thread of {{.sync.metadata.name}}", deliveryPolicy: PostAndUpdate}`,
  });
  await world.rootSync({ [`${prefix}/subscribe.on-synced.slack`]: recipients });
}

async function delivered(commit: string): Promise<void> {
  await world.notification((status) => status['commit'] === commit && status['deliveries'] !== undefined);
}

describe('a thread', () => {
  it.each(['resource', 'notification'])('goes on after a restart, with the state in the %s', async (store) => {
    await set('general');
    const first = await world.process(`--state-store=${store}`);
    await world.synced('abc');
    await delivered('abc');
    await first.stop();
    await world.process(`--state-store=${store}`);
    await world.synced('def');
    expect(await slack.exactly(3)).toEqual(['postMessage general', 'postMessage general 1.5', 'update C-general 1.5']);
    const carried = (await world.rsync()).metadata.annotations?.[threads];
    expect(carried === undefined).toBe(store === 'notification');
    expect(carried ?? '').not.toMatch(/thread of|xoxb/);
  });

  it('goes on after a restart when its state had to be merged', async () => {
    await set('general');
    const first = await world.process();
    const path = '/rootsyncs/root-sync?';
    world.server.faults.fail({ method: 'PATCH', path, status: 409, reason: 'Conflict', times: 2 });
    await world.synced('abc');
    await delivered('abc');
    await first.stop();
    await world.process();
    await world.synced('def');
    expect((await slack.exactly(3)).slice(1)).toEqual(['postMessage general 1.5', 'update C-general 1.5']);
  });

  it('begins anew when somebody has moved it to another channel', async () => {
    await set('general');
    const first = await world.process();
    await world.synced('abc');
    await delivered('abc');
    await first.stop();
    const text = (await world.rsync()).metadata.annotations?.[threads] ?? '';
    expect(text).toContain('"C-general"');
    await world.annotate({ [threads]: text.replace('C-general', 'C-secret') });
    await world.process();
    await world.synced('def');
    await delivered('def');
    expect(slack.calls).toEqual(['postMessage general', 'postMessage general']);
  });
});

it('delivers to one recipient while others are rate limited', async () => {
  await set('busy1;busy2;busy3;busy4;busy5;free');
  await world.process();
  await world.synced('abc');
  await eventually('the message', () => slack.calls.find((call) => call === 'postMessage free'));
  const { notificationError } = await world.notification(
    (status) => Array.isArray(status['notificationError']) && status['notificationError'].length === 5,
  );
  expect(JSON.stringify(notificationError)).toContain('slack rate limit exceeded, retry after');
});
