import type { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { createApi } from '../api.ts';
import { parseConfig } from '../config.ts';
import { HttpClient } from './http.ts';
import { startLineServer, writeForEver } from './test-line-server.ts';

const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

function apiFor(options: string, secret: Readonly<Record<string, string>> = {}) {
  const data = { 'service.email': options, 'template.t': 'message: hello\n' };
  const parsed = parseConfig({ data }, secret);
  const made = createApi(parsed.config, { getVariables: (object) => object, host: { http: new HttpClient() } });
  return { api: made.api, problems: [...parsed.problems, ...made.problems] };
}

async function errorOf(
  options: string,
  secret: Readonly<Record<string, string>> = {},
  timeout = 5000,
): Promise<string> {
  const { api } = apiFor(options, secret);
  const context = { signal: AbortSignal.timeout(timeout), log };
  return await api.send({}, ['t'], { service: 'email', recipient: 'to@example.com' }, context).then(
    () => 'delivered',
    (error: Error) => error.message,
  );
}

function optionsFor(port: number, more = ''): string {
  return `host: 127.0.0.1\nport: ${port}\nfrom: from@example.com\n${more}`;
}

type Answer = (line: string, socket: Socket, connection: number) => string | undefined;

const obliging: Answer = (line) => {
  if (line.startsWith('EHLO')) return '250-test\r\n250 AUTH PLAIN\r\n';
  if (line === 'DATA') return '354 go on\r\n';
  return line === 'QUIT' ? '221 bye\r\n' : '250 ok\r\n';
};

describe('a server in trouble', () => {
  it.each<[string, string | undefined, Answer | undefined, string]>([
    ['says nothing', undefined, undefined, 'context deadline exceeded'],
    ['says nothing more', '220 hi\r\n', undefined, 'gomail: could not send email 1: context deadline exceeded'],
    ['leaves', '220 hi\r\n', (_, socket) => void socket.destroy(), 'gomail: could not send email 1: EOF'],
    [
      'never ends a line',
      '220 hi\r\n',
      (_, socket) => void writeForEver(socket, 'x'.repeat(1000)),
      'gomail: could not send email 1: line too long',
    ],
    [
      'never ends a reply',
      '220 hi\r\n',
      (_, socket) => void writeForEver(socket, '250-x\r\n'.repeat(100)),
      'gomail: could not send email 1: reply too long',
    ],
  ])('%s', async (_, greeting, answer, want) => {
    await using server = await startLineServer({
      ...(greeting === undefined ? {} : { greeting }),
      ...(answer ? { answer } : {}),
    });
    expect(await errorOf(optionsFor(server.port), {}, 400)).toBe(want);
  });

  it('is not there', async () => {
    expect(await errorOf(optionsFor(1))).toBe('dial tcp 127.0.0.1:1: connect: connection refused');
  });

  it('shows the password', async () => {
    const secret = { password: 'pass word/1+2' };
    const plain = Buffer.from(`\0user\0${secret.password}`).toString('base64');
    const answer: Answer = (line, ...rest) =>
      line.startsWith('AUTH') ? `535 ${secret.password} ${line}\r\n` : obliging(line, ...rest);
    await using server = await startLineServer({ greeting: '220 hi\r\n', answer });
    const message = await errorOf(optionsFor(server.port, 'username: user\npassword: $password\n'), secret);
    expect(server.heard[0]).toContain(`AUTH PLAIN ${plain}`);
    expect(message).toMatch(/^535 "/);
    expect(message).not.toContain(secret.password);
    expect(message).not.toContain(plain.replace(/=+$/, ''));
  });

  it('slips plain text in after STARTTLS: it counts for nothing', async () => {
    const answer: Answer = (line) =>
      line.startsWith('EHLO') ? '250-test\r\n250 STARTTLS\r\n' : '220 ready\r\n250-evil\r\n250 AUTH PLAIN\r\n';
    await using server = await startLineServer({ greeting: '220 hi\r\n', answer });
    const more = 'username: user\npassword: password\ninsecure_skip_verify: true\n';
    expect(await errorOf(optionsFor(server.port, more), {}, 1000)).not.toBe('delivered');
    expect(server.heard.flat().join('\n')).not.toContain('AUTH');
  });
});

it('begins anew once when the server leaves at MAIL; upstream goes on for ever', async () => {
  const leaving: Answer = (line, socket, connection) => {
    if (!line.startsWith('MAIL') || connection > 1)
      return line === '.' ? '250 queued\r\n' : obliging(line, socket, connection);
    socket.end();
    return undefined;
  };
  await using server = await startLineServer({ greeting: '220 hi\r\n', answer: leaving });
  expect(await errorOf(optionsFor(server.port))).toBe('delivered');
  expect(server.heard.map((lines) => lines.filter((line) => /^(MAIL|RCPT|DATA)/.test(line)).length)).toEqual([1, 3]);
});

it.each([
  ['port: "25"', 'EmailOptions.port of type int'],
  ['html: "true"', 'EmailOptions.html of type bool'],
  ['from: [a]', 'EmailOptions.from of type string'],
  ['insecure_skip_verify: 1', 'EmailOptions.insecure_skip_verify of type bool'],
])('options that cannot be: %s', (options, want) => {
  const [problem] = apiFor(options).problems;
  expect(problem?.key).toBe('service.email');
  expect(problem?.message).toContain(want);
});
