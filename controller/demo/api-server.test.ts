import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  configMaps,
  configSyncResource,
  KubernetesClient,
  parseKubeConfig,
  type WatchEvent,
} from '../kubernetes/index.ts';
import { contract } from './api-contract.ts';
import { EmbeddedApiServer } from './api-server.ts';

let server: EmbeddedApiServer;
let client: KubernetesClient;

beforeAll(async () => {
  server = await new EmbeddedApiServer({ token: 'open-sesame', logLimit: 100, bookmarkMs: 20 }).start();
  client = new KubernetesClient(await parseKubeConfig(server.kubeconfig('team-a'), '/'));
});

afterAll(async () => {
  client.close();
  await server.stop();
});

describe('the Kubernetes API', () => {
  it.each(contract.map(({ name, check }, i) => ({ name, check, i })))('$name', async ({ check, i }) => {
    await check(client, `promise-${i}`);
  });
});

const events = async (options: object, until: (event: WatchEvent) => boolean) => {
  const seen: WatchEvent[] = [];
  for await (const event of client.watch(configMaps, { signal: AbortSignal.timeout(5000), ...options })) {
    seen.push(event);
    if (until(event)) break;
  }
  return seen;
};

describe('the embedded API server', () => {
  it('gives a kubeconfig with its address, token and namespace', async () => {
    expect(client.connection).toMatchObject({ server: server.url, namespace: 'team-a' });
    expect((await client.connection.credentials()).headers).toEqual({ Authorization: 'Bearer open-sesame' });
  });

  it('refuses requests without the token', async () => {
    const stranger = new KubernetesClient({
      ...client.connection,
      credentials: async () => ({ headers: {}, tls: {} }),
    });
    await expect(stranger.get(configMaps, { namespace: 'x', name: 'y' })).rejects.toMatchObject({
      code: 'Unauthorized',
      status: 401,
    });
    stranger.close();
  });

  it('sends bookmarks with the version to go on from', async () => {
    const { resourceVersion } = await client.list(configMaps, { namespace: 'bookmarks' });
    const [bookmark] = await events({ namespace: 'bookmarks', resourceVersion }, () => true);
    expect(bookmark).toMatchObject({
      type: 'BOOKMARK',
      object: { kind: 'ConfigMap', metadata: { resourceVersion: expect.any(String) } },
    });
    expect(
      Number((bookmark?.object as { metadata: { resourceVersion: string } }).metadata.resourceVersion),
    ).toBeGreaterThanOrEqual(Number(resourceVersion));
  });

  it('ends a watch when its time is up', async () => {
    const started = performance.now();
    await events({ namespace: 'time', resourceVersion: '0', timeoutSeconds: 1 }, () => false);
    expect(performance.now() - started).toBeGreaterThan(900);
  });

  it('says Expired to a version and to a page it has forgotten', async () => {
    for (const name of ['a', 'b']) await client.create(configMaps, { metadata: { name, namespace: 'expired' } });
    const page = await client.list(configMaps, { namespace: 'expired', limit: 1 });
    server.store.log.compact();
    const later = client.list(configMaps, { namespace: 'expired', continue: page.continue });
    await expect(later).rejects.toMatchObject({ code: 'Expired', status: 410 });
    const old = events({ namespace: 'expired', resourceVersion: page.resourceVersion }, () => false);
    await expect(old).rejects.toMatchObject({
      code: 'Expired',
      status: 410,
      message: expect.stringContaining('too old resource version'),
    });
  });

  it('keeps its objects and its port over a restart', async () => {
    const { url } = server;
    await client.create(configMaps, { metadata: { name: 'a', namespace: 'restart' } });
    await server.stop();
    await expect(client.get(configMaps, { namespace: 'restart', name: 'a' })).rejects.toMatchObject({
      code: 'Unreachable',
    });
    await server.start();
    expect(server.url).toBe(url);
    expect((await client.get(configMaps, { namespace: 'restart', name: 'a' })).metadata.name).toBe('a');
  });

  it.each([
    ['/readyz', 200, 'ok'],
    ['/version', 200, '"gitVersion"'],
    ['/apis', 200, '"configsync.gke.io"'],
    ['/apis/configsync.gke.io/v1beta1', 200, '"rootsyncs/status"'],
    ['/api/v1', 200, '"configmaps"'],
    ['/api/v1/pods', 404, '404 page not found'],
    ['/apis/configsync.gke.io/v1beta1/namespaces/a/rootsyncs/b/scale', 404, '404 page not found'],
    ['/api/v1/namespaces/%E0%A4%A/configmaps', 400, 'BadRequest'],
  ])('answers %s with %d', async (path, status, text) => {
    const answer = await fetch(`${server.url}${path}`, { headers: { authorization: 'Bearer open-sesame' } });
    expect(answer.status).toBe(status);
    expect(await answer.text()).toContain(text);
  });

  it.each([
    ['POST', '/api/v1/namespaces/a/configmaps/b', '{}', 'application/json', 405, 'MethodNotAllowed'],
    ['POST', '/api/v1/namespaces/a/configmaps', '{', 'application/json', 400, 'BadRequest'],
    ['POST', '/api/v1/namespaces/a/configmaps', '[]', 'application/json', 400, 'BadRequest'],
    ['POST', '/api/v1/namespaces/a/configmaps', '{"metadata":{}}', 'application/json', 422, 'Invalid'],
    [
      'POST',
      '/api/v1/namespaces/a/configmaps',
      '{"kind":"Secret","metadata":{"name":"a"}}',
      'application/json',
      400,
      'BadRequest',
    ],
    [
      'POST',
      '/api/v1/namespaces/a/configmaps',
      '{"metadata":{"name":"a","namespace":"b"}}',
      'application/json',
      400,
      'BadRequest',
    ],
    ['PATCH', '/api/v1/namespaces/a/configmaps/b', '[]', 'application/json-patch+json', 415, 'UnsupportedMediaType'],
    [
      'POST',
      '/api/v1/namespaces/a/configmaps',
      'x'.repeat(3_145_729),
      'application/json',
      413,
      'RequestEntityTooLarge',
    ],
  ])('%s %s with %.40s as %s is %d %s', async (...[method, path, body, type, status, reason]) => {
    const headers = { authorization: 'Bearer open-sesame', 'content-type': type };
    const answer = await new Promise<[number | undefined, string]>((resolve, reject) => {
      const outgoing = request(`${server.url}${path}`, { method, headers }, (response) => {
        let text = '';
        response.on('data', (chunk) => (text += chunk)).on('end', () => resolve([response.statusCode, text]));
      });
      outgoing.on('error', reject).end(body);
    });
    expect(answer[0]).toBe(status);
    expect(JSON.parse(answer[1])).toMatchObject({ kind: 'Status', status: 'Failure', reason, code: status });
  });

  it('fails and delays requests on demand', async () => {
    server.faults.fail({
      times: 2,
      status: 429,
      reason: 'TooManyRequests',
      retryAfterSeconds: 3,
      method: 'GET',
      path: '/configmaps/a',
    });
    const get = () => client.get(configMaps, { namespace: 'faults', name: 'a' });
    await expect(get()).rejects.toMatchObject({ code: 'TooManyRequests', status: 429, retryAfterMs: 3000 });
    await expect(get()).rejects.toMatchObject({ code: 'TooManyRequests' });
    await expect(get()).rejects.toMatchObject({ code: 'NotFound' });
    server.faults.delay(300);
    await expect(client.list(configMaps, { timeoutMs: 50 })).rejects.toMatchObject({ code: 'Timeout' });
    server.faults.clear();
    await expect(client.list(configMaps, { timeoutMs: 2000 })).resolves.toBeDefined();
  });

  it('serves custom resources with keys that JavaScript objects have', async () => {
    const labels = JSON.parse('{"__proto__":"x","constructor":"y"}') as object;
    const resource = configSyncResource('RepoSync');
    await client.create(resource, { metadata: { name: 'a', namespace: 'keys', labels } });
    const { items } = await client.list(resource, {
      namespace: 'keys',
      labelSelector: '__proto__=x,constructor=y,!toString',
    });
    expect(items.map(({ metadata }) => metadata.name)).toEqual(['a']);
  });
});
