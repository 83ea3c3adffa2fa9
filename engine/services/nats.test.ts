import type { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { createApi } from '../api.ts';
import { parseConfig } from '../config.ts';
import { HttpClient } from './http.ts';
import { startLineServer, writeForEver } from './test-line-server.ts';

const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const info = 'INFO {"headers":true,"max_payload":1048576}\r\n';

function apiFor(options: string, secret: Readonly<Record<string, string>> = {}) {
  const data = { 'service.nats': options, 'template.t': 'message: hello\n' };
  const parsed = parseConfig({ data }, secret);
  const made = createApi(parsed.config, { getVariables: (object) => object, host: { http: new HttpClient() } });
  return { api: made.api, problems: [...parsed.problems, ...made.problems] };
}

async function errorOf(
  options: string,
  secret: Readonly<Record<string, string>> = {},
  timeout = 8000,
): Promise<string> {
  const { api } = apiFor(options, secret);
  const context = { signal: AbortSignal.timeout(timeout), log };
  return await api.send({}, ['t'], { service: 'nats', recipient: 'subject' }, context).then(
    () => 'delivered',
    (error: Error) => error.message,
  );
}

type Answer = (line: string, socket: Socket) => string | undefined;

describe('a server in trouble', () => {
  const failed = 'failed to connect to NATS server: ';

  it.each<[string, string | undefined, Answer | undefined, string]>([
    ['says nothing', undefined, undefined, `${failed}context deadline exceeded`],
    ['does not welcome', info, undefined, `${failed}context deadline exceeded`],
    ['leaves', info, (_, socket) => void socket.destroy(), `${failed}EOF`],
    ['speaks something else', 'HTTP/1.1 200 OK\r\n', undefined, `${failed}nats: protocol exception, INFO not received`],
    [
      'sends nonsense',
      'INFO {nonsense\r\n',
      undefined,
      `${failed}invalid character 'n' looking for beginning of object key string`,
    ],
    ['never ends a line', info, (_, socket) => void writeForEver(socket, 'x'.repeat(1000)), `${failed}line too long`],
  ])('%s', async (_, greeting, answer, want) => {
    await using server = await startLineServer({
      ...(greeting === undefined ? {} : { greeting }),
      ...(answer ? { answer } : {}),
    });
    expect(await errorOf(`url: nats://127.0.0.1:${server.port}\n`, {}, 500)).toBe(want);
  });

  it('has 4 seconds when nobody else sets a deadline', { timeout: 10_000 }, async () => {
    await using server = await startLineServer({ greeting: info });
    const started = Date.now();
    expect(await errorOf(`url: nats://127.0.0.1:${server.port}\n`)).toBe(`${failed}context deadline exceeded`);
    expect(Date.now() - started).toBeLessThan(6000);
  });

  it('shows secrets', async () => {
    const secret = { password: 'pass word/1+2', url: 'in-the-url-1' };
    const answer: Answer = () => `-ERR '${secret.password} ${secret.url}'\r\n`;
    await using server = await startLineServer({ greeting: info, answer });
    const login = `username: u\npassword: $password\nurl: nats://u:$url@127.0.0.1:${server.port}\n`;
    const message = await errorOf(login, secret);
    expect(message).toMatch(/^failed to connect to NATS server: nats: /);
    for (const value of Object.values(secret)) expect(message).not.toContain(value);
  });
});

it.each([
  ['url: ws://127.0.0.1', 'failed to connect to NATS server: nats: websocket URLs are not supported'],
  ['url: "nats://u:secret-1@[::1"', /^failed to connect to NATS server: parse .*: missing '\]' in host$/],
  [
    'nkey: SUAAABYOCUOCGKRRHA7UMTKULNRGS4DXP2CYZE42UGUK7NV5YTF5FWIXJA',
    'failed to create NKey from seed: nkeys: invalid checksum',
  ],
])('options that fail when sending: %s', async (options, want) => {
  const message = await errorOf(options);
  if (typeof want === 'string') expect(message).toBe(want);
  else expect(message).toMatch(want);
  expect(message).not.toContain('secret-1');
});

it.each([
  ['headers: [a]', 'NatsOptions.headers of type map[string]string'],
  ['url: {a: b}', 'NatsOptions.url of type string'],
])('options that cannot be: %s', (options, want) => {
  const [problem] = apiFor(options).problems;
  expect(problem?.key).toBe('service.nats');
  expect(problem?.message).toContain(want);
});
