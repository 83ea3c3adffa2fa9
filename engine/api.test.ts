import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { type Api, createApi } from './api.ts';
import { parseConfig } from './config.ts';
import { EngineError } from './errors.ts';
import { formatProblem } from './problem.ts';
import { consoleService } from './services/console.ts';
import { HttpClient } from './services/http.ts';
import { argoVariables } from './variables.ts';

const object = {
  metadata: { name: 'guestbook' },
  spec: { project: 'default', source: { repoURL: 'https://example.com/repo' } },
  status: { phase: 'Succeeded' },
};
const http = new HttpClient({ timeout: 300 });
const logged: string[] = [];
const write = (message: string) => void logged.push(message);
const context = { signal: new AbortController().signal, log: { debug: write, info: write, warn: write, error: write } };
const closing: (() => void)[] = [];

afterEach(() => {
  http.close();
  for (const close of closing.splice(0)) close();
  logged.length = 0;
});

async function receiver(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  const server = createServer(answer);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function build(data: Record<string, string>, secret: Record<string, string> = {}): { api: Api; problems: string[] } {
  const parsed = parseConfig({ data }, secret);
  const getVariables = (app: Record<string, unknown>) =>
    argoVariables({
      objectKey: 'app',
      object: app,
      commitMetadata: async (sha) => Promise.reject(new Error(`no ${sha}`)),
    });
  const { api, problems } = createApi(parsed.config, { getVariables, host: { http } }, parsed.problems);
  return { api, problems: [...parsed.problems, ...problems].map(formatProblem) };
}

it('a variable that is made when it is read is not made for a template that does not read it', async () => {
  let made = 0;
  const getVariables = () => ({
    name: 'guestbook',
    get costly() {
      made++;
      return { value: 'made' };
    },
  });
  const data = {
    'template.plain': 'message: "{{.name}}"',
    'template.costly': 'message: "{{.costly.value}} {{.recipient}}"',
  };
  const { api } = createApi(parseConfig({ data }).config, { getVariables, host: { http } });
  const to = { service: 'slack', recipient: 'ops' };
  expect((await api.render({}, ['plain'], to)).message).toBe('guestbook');
  expect(made).toBe(0);
  expect((await api.render({}, ['costly'], to)).message).toBe('made ops');
});

const fast = 'retryWaitMin: 1000000\nretryWaitMax: 1000000\n';

describe('an API', () => {
  it('runs a trigger, finds destinations, renders and delivers', async () => {
    const bodies: string[] = [];
    const url = await receiver((request, response) => {
      request.on('data', (chunk) => bodies.push(`${request.method} ${request.url} ${chunk}`));
      request.on('end', () => response.end());
    });
    const { api, problems } = build({
      'trigger.on-done': "- when: app.status.phase == 'Succeeded'\n  oncePer: app.metadata.name\n  send: [done]",
      'template.done':
        'webhook:\n  hook:\n    method: POST\n    path: /x\n    body: "{{.app.metadata.name}} {{.serviceType}} {{.recipient}}"',
      'service.webhook.hook': `url: ${url}`,
      subscriptions: '- recipients: [hook:r]\n  triggers: [on-done]',
    });
    expect(problems).toEqual([]);
    const [result] = await api.runTrigger('on-done', object);
    expect(result).toMatchObject({ triggered: true, oncePer: 'guestbook', templates: ['done'] });
    const [to] = api.destinations({}).destinations.get('on-done') ?? [];
    await api.send(object, result?.templates ?? [], to!, context);
    expect(bodies).toEqual(['POST /x guestbook hook r']);
  });

  it('works on with what is good and names what is bad, with its place', async () => {
    const { api, problems } = build({
      'trigger.good': '- when: true',
      'trigger.bad': '- when: app.x ==',
      'template.good': 'message: hi',
      'template.bad': 'message: |\n  a\n  {{if}}',
      'template.worse': 'message: "',
      'service.slak': '',
      'service.webhook': 'retryMax: "3"',
      'service.webhook.ok': 'url: http://x',
    });
    expect(problems.map((text) => text.split('\n')[0])).toEqual([
      expect.stringMatching(
        /^template\.worse:1:\d+: failed to unmarshal template worse: error converting YAML to JSON: yaml: /,
      ),
      "service.slak: service type 'slak' is not supported (did you mean 'slack'?)",
      'service.webhook:1:11: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal string into Go struct field WebhookOptions.retryMax of type int',
      'trigger.bad:1:16: unexpected token EOF (1:8)',
      'template.bad:3:7: template: bad:2: missing value for if',
    ]);
    expect(await api.runTrigger('good', object)).toHaveLength(1);
    expect([api.triggerNames, api.templateNames, api.serviceNames]).toEqual([['good'], ['good'], ['ok']]);
    await expect(api.runTrigger('bad', object)).rejects.toMatchObject({
      message: "trigger 'bad' is not configured",
      hint: expect.stringContaining('it is not usable: unexpected token EOF'),
    });
    const to = { service: 'ok', recipient: '' };
    await expect(api.render(object, ['bad'], to)).rejects.toMatchObject({
      message: "template 'bad' is not supported",
      hint: expect.stringContaining('missing value for if'),
    });
    await expect(api.render(object, ['worse'], to)).rejects.toMatchObject({ hint: expect.stringContaining('yaml') });
    await expect(api.send(object, [], { service: 'slak', recipient: '' }, context)).rejects.toMatchObject({
      code: 'unknown-service',
      message: "notification service 'slak' is not supported",
      hint: expect.stringContaining("service type 'slak' is not supported"),
    });
  });

  it('strictly, throws the first problem', () => {
    const { config } = parseConfig({ data: { 'trigger.bad': '- when: app.x ==' } });
    const options = { getVariables: () => ({}), host: { http }, strict: true };
    expect(() => createApi(config, options)).toThrow(EngineError);
  });

  it('suggests names that are near', async () => {
    const { api } = build({ 'service.webhook.my-hook': 'url: http://x' });
    await expect(api.send(object, [], { service: 'my-hok', recipient: '' }, context)).rejects.toMatchObject({
      message: "notification service 'my-hok' is not supported",
      hint: "did you mean 'my-hook'?",
    });
  });

  it('awaits the look-ups of an evaluation and reports those that fail', async () => {
    const { api } = build({
      'trigger.t': '- when: repo.GetCommitMetadata("abc").Author == "x"',
      'template.t': 'message: "{{(call .repo.GetCommitMetadata \\"abc\\").Author}}"',
    });
    const [result] = await api.runTrigger('t', object);
    expect(result?.error?.message).toContain('no abc');
    await expect(api.render(object, ['t'], { service: 's', recipient: '' })).rejects.toThrow(/no abc/);
  });

  it('takes a console', async () => {
    const { api } = build({ 'template.t': 'message: "hi {{.recipient}}"\nslack: {attachments: "[]"}' });
    let text = '';
    api.addService(
      'console',
      consoleService((more) => {
        text += more;
      }),
    );
    await api.send(object, ['t'], { service: 'console', recipient: 'stdout' }, context);
    expect(text).toBe(
      'message: hi stdout\nslack:\n  attachments: \'[]\'\n  deliveryPolicy: Post\n  groupingKey: ""\n  notifyBroadcast: false\n',
    );
  });
});

describe('a delivery that fails', () => {
  const secret = { password: 's3cr3t-pass', token: 'tok-en-123', path: 'T0/B0/xyz987' };
  const service = (url: string) =>
    `${fast}url: ${url}/$path\nbasicAuth: {username: u, password: $password}\nheaders:\n- {name: X-Api, value: $token}`;
  const leaks = /s3cr3t|tok-en-123|xyz987/;

  async function failing(url: string, options = service(url)): Promise<EngineError> {
    const { api } = build({ 'service.webhook.w': options, 'template.t': 'message: $token tok-en-123' }, secret);
    try {
      await api.send(object, ['t'], { service: 'w', recipient: 'r' }, context);
    } catch (error) {
      if (error instanceof EngineError) return error;
      throw error;
    }
    throw new Error('it was delivered');
  }

  it('says what the receiver answered, without a secret', async () => {
    const url = await receiver((request, response) => {
      response.statusCode = 404;
      response.end(`no ${request.headers['x-api']} ${request.headers.authorization} ${request.url}`);
    });
    const error = await failing(url);
    expect(error.message).toMatch(
      /^request to \{.* GET http:\/\/127\.0\.0\.1:\d+\/xxxxx w\} has failed with error code 404 : no xxxxx Basic /,
    );
    expect(error.message).not.toMatch(leaks);
    expect(error.message).not.toContain(Buffer.from('u:s3cr3t-pass').toString('base64'));
    expect(logged.join()).not.toMatch(leaks);
  });

  it('gives up after its retries', async () => {
    let requests = 0;
    const url = await receiver((_request, response) => {
      requests++;
      response.statusCode = 500;
      response.end();
    });
    expect((await failing(url)).message).toMatch(
      /^GET http:\/\/127\.0\.0\.1:\d+\/xxxxx giving up after 4 attempt\(s\)$/,
    );
    expect(requests).toBe(4);
    expect(logged.join()).not.toMatch(leaks);
  });

  it('does not wait for ever', async () => {
    const url = await receiver(() => undefined);
    const error = await failing(url, `retryMax: -1\nurl: ${url}/$path`);
    expect(error.message).toMatch(/giving up after 1 attempt\(s\): Get ".*\/xxxxx": context deadline exceeded/);
    expect(error.message).not.toMatch(leaks);
  });

  it('names a receiver that is not there', async () => {
    const error = await failing('http://user:s3cr3t-pass@127.0.0.1:1', `${fast}url: http://user:$password@127.0.0.1:1`);
    expect(error.message).toMatch(
      /^GET http:\/\/user:xxxxx@127\.0\.0\.1:1 giving up after 4 attempt\(s\): Get "http:\/\/user:\*\*\*@127\.0\.0\.1:1": dial tcp 127\.0\.0\.1:1: connect: connection refused$/,
    );
  });
});
