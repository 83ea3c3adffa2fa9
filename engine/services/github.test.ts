import { generateKeyPairSync, verify } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createApi } from '../api.ts';
import { parseConfig } from '../config.ts';
import type { GitHubNotification } from '../notification/github.ts';
import { github } from './github.ts';
import { deliver, made, type ScriptedAnswer, ScriptedHttp } from './test-http.ts';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pem = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
const options = { appID: 12, installationID: 34, privateKey: pem };
const start = Date.UTC(2026, 0, 1, 12);

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: start });
});
afterEach(() => {
  vi.useRealTimers();
});

const token: ScriptedAnswer = { status: 201, text: '{"token":"ghs_1","expires_at":"2026-01-01T13:00:00Z"}' };

function api(answer: (url: string) => ScriptedAnswer): ScriptedHttp {
  return new ScriptedHttp(({ url }) => (url.endsWith('/access_tokens') ? token : answer(url)));
}

function parts(sections: Partial<GitHubNotification>): { github: GitHubNotification } {
  const none = { status: null, deployment: null, pullRequestComment: null, checkRun: null, repositoryDispatch: null };
  const paths = { repoURLPath: '', revisionPath: '', repoURL: 'https://github.com/o/r', revision: 'abc' };
  return { github: { ...none, ...paths, ...sections } };
}

const status = parts({ status: { state: 'success', label: 'sync', targetURL: '' } });
const deployment = parts({
  deployment: {
    state: 'success',
    environment: '',
    environmentURL: '',
    logURL: '',
    requiredContexts: null,
    autoMerge: true,
    transientEnvironment: false,
    reference: '',
  },
});

describe('options', () => {
  it.each([
    ['appID: abc', 'unable to cast "abc" of type string to int64', 'appID'],
    [
      'appID: 1\ninstallationID: [1]',
      'unable to cast []interface {}{1} of type []interface {} to int64',
      'installationID',
    ],
    [
      'appID: 1\ninstallationID: 2\nprivateKey: abc',
      'could not parse private key: invalid key: Key must be a PEM encoded PKCS1 or PKCS8 key',
      'privateKey',
    ],
    ['privateKey: $key\nenterpriseBaseURL: "http://[a"', `parse "http://[a": missing ']' in host`, 'enterpriseBaseURL'],
  ])('%j make a problem that says which one is wrong', (text, message, name) => {
    const { config } = parseConfig({ data: { 'service.github': text } }, { key: pem });
    const { problems } = createApi(config, { getVariables: (o) => o, host: { http: new ScriptedHttp() } });
    expect(problems).toMatchObject([{ key: 'service.github', message, error: { hint: `in ${name}` } }]);
    expect(problems[0]?.line).toBe(text.split('\n').length);
  });
});

describe('the token', () => {
  it('is asked for by a signed JWT of two minutes', async () => {
    const http = api(() => ({ status: 201 }));
    expect(await deliver(made(github, options, http), status)).toBeUndefined();
    expect(http.lines).toEqual([
      'POST https://api.github.com/app/installations/34/access_tokens',
      'POST https://api.github.com/repos/o/r/statuses/abc',
    ]);
    const jwt = new Map(http.requests[0]?.headers).get('Authorization')?.replace('Bearer ', '') ?? '';
    const [header = '', claims = '', signature = ''] = jwt.split('.');
    const signed = Buffer.from(`${header}.${claims}`);
    expect(verify('sha256', signed, publicKey, Buffer.from(signature, 'base64url'))).toBe(true);
    const issued = start / 1000 - 30;
    expect(Buffer.from(claims, 'base64url').toString()).toBe(`{"iss":"12","exp":${issued + 120},"iat":${issued}}`);
  });

  it('is asked for once by deliveries at the same time, and again a minute before it expires', async () => {
    const http = api(() => ({ status: 201 }));
    const service = made(github, options, http);
    const asked = () => http.lines.filter((line) => line.endsWith('/access_tokens')).length;
    await Promise.all([deliver(service, status), deliver(service, status), deliver(service, status)]);
    expect(asked()).toBe(1);
    vi.setSystemTime(start + 59 * 60_000);
    await deliver(service, status);
    expect(asked()).toBe(1);
    vi.setSystemTime(start + 59 * 60_000 + 1);
    await deliver(service, status);
    expect(asked()).toBe(2);
  });

  it('that is null is none, where upstream panics', async () => {
    const http = new ScriptedHttp(({ url }) =>
      url.endsWith('/access_tokens') ? { status: 201, text: 'null' } : { status: 201 },
    );
    expect(await deliver(made(github, options, http), status)).toBeUndefined();
    expect(new Map(http.requests[1]?.headers).get('Authorization')).toBe('token ');
  });

  it('that does not come does not hold a delivery that is ended', async () => {
    const http = new ScriptedHttp(() => Promise.withResolvers<ScriptedAnswer>().promise);
    const ending = new AbortController();
    const delivery = deliver(made(github, options, http), status, { signal: ending.signal });
    ending.abort();
    expect((await delivery)?.message).toBe('Post "https://api.github.com/repos/o/r/statuses/abc": context canceled');
  });
});

it('a status too many is final', async () => {
  const http = api(() => ({ status: 422, text: '{"message":"Validation Failed"}' }));
  expect(await deliver(made(github, options, http), status)).toMatchObject({
    code: 'send-final',
    message: 'too many commit statuses for sha abc and context sync',
  });
});

describe('a deployment without an id', () => {
  it.each([
    ['known', '[{}]', '{"id":1}'],
    ['known and null', '[null]', '{"id":1}'],
    ['new', '[]', '{}'],
  ])('is an error: %s', async (_name, known, created) => {
    const http = new ScriptedHttp(({ method, url }) => {
      if (url.endsWith('/access_tokens')) return token;
      return { text: method === 'GET' ? known : created };
    });
    const error = await deliver(made(github, options, http), deployment);
    expect(error).toMatchObject({ code: 'send', message: 'the deployment that GitHub answers with has no id' });
  });
});

describe('while a rate limit is exceeded', () => {
  const reset = start / 1000 + 75;
  const url = 'https://api.github.com/repos/o/r/statuses/abc';

  it('nothing is sent until the reset', async () => {
    const headers = { 'x-ratelimit-limit': '60', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(reset) };
    const http = api(() => ({ status: 201, headers }));
    const service = made(github, options, http);
    expect(await deliver(service, status)).toBeUndefined();
    expect(await deliver(service, status)).toMatchObject({
      message: `POST ${url}: 403 API rate limit of 60 still exceeded until 2026-01-01 12:01:15 +0000 UTC, not making remote request. [rate reset in 1m15s]`,
      retryAfterMs: 75_000,
    });
    expect(http.requests.length).toBe(2);
    vi.setSystemTime(reset * 1000);
    expect(await deliver(service, status)).toBeUndefined();
  });

  it.each([
    ['in the future', 9, '[rate reset in 9s]', 9000],
    ['in the past', -75, '[rate limit was reset 1m15s ago]', 0],
  ])('says when it is reset: %s', async (_name, seconds, text, retryAfterMs) => {
    const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(start / 1000 + seconds) };
    const http = api(() => ({ status: 403, headers, text: '{"message":"exceeded"}' }));
    const error = await deliver(made(github, options, http), status);
    expect(error).toMatchObject({ message: `POST ${url}: 403 exceeded ${text}`, retryAfterMs });
  });

  it('a secondary one counts as well', async () => {
    const documentation_url = 'https://docs.github.com/rest#secondary-rate-limits';
    const refusal = { status: 403, text: JSON.stringify({ message: 'slow down', documentation_url }) };
    const http = api(() => ({ ...refusal, headers: { 'retry-after': '60' } }));
    const service = made(github, options, http);
    expect(await deliver(service, status)).toMatchObject({
      message: `POST ${url}: 403 slow down`,
      retryAfterMs: 60_000,
    });
    vi.setSystemTime(start + 59_500);
    expect(await deliver(service, status)).toMatchObject({
      message: `POST ${url}: 403 API secondary rate limit exceeded until 2026-01-01 12:01:00 +0000 UTC, not making remote request.`,
      retryAfterMs: 500,
    });
    expect(http.requests.length).toBe(2);
    vi.setSystemTime(start + 60_000);
    await deliver(service, status);
    expect(http.requests.length).toBe(3);
  });
});

it('reads lists of comments longer than other answers may be', async () => {
  const http = api(() => ({ text: '[]' }));
  await deliver(made(github, options, http), parts({ pullRequestComment: { content: 'c', commentTag: '' } }));
  expect(http.requests.at(-1)).toMatchObject({ method: 'GET', maxBody: 16 << 20 });
});
