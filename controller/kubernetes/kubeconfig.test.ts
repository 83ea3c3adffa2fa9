import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { inCluster } from './in-cluster.ts';
import { loadKubeConfig, parseKubeConfig } from './kubeconfig.ts';

const directory = mkdtempSync(join(tmpdir(), 'kubeconfig-'));
afterAll(() => rmSync(directory, { recursive: true }));

const base64 = (text: string) => Buffer.from(text).toString('base64');
const write = (name: string, text: string) => writeFileSync(join(directory, name), text);

function config(user: string, cluster = '{server: "https://10.0.0.1:6443/"}'): string {
  return `
apiVersion: v1
kind: Config
current-context: here
contexts:
- {name: here, context: {cluster: c, user: u, namespace: team-a}}
- {name: there, context: {cluster: d, user: u}}
- {name: astray, context: {cluster: nowhere, user: u}}
- {name: nobody, context: {cluster: c, user: missing}}
clusters:
- {name: c, cluster: ${cluster}}
- {name: d, cluster: {server: "https://there.example.com/prefix"}}
- {name: broken}
users:
- {name: u, user: ${user}}
- {name: other, user: {token-file: /does/not/exist}}
`;
}

describe('a kubeconfig', () => {
  it('gives the server and namespace of its context', async () => {
    expect(await parseKubeConfig(config('{}'), directory)).toMatchObject({
      server: 'https://10.0.0.1:6443',
      namespace: 'team-a',
    });
    const there = await parseKubeConfig(config('{}'), directory, 'there');
    expect(there).toMatchObject({ server: 'https://there.example.com/prefix', namespace: undefined });
  });

  it.each([
    ['{}', {}],
    ['{token: abc}', { Authorization: 'Bearer abc' }],
    ['{tokenFile: token}', { Authorization: 'Bearer from-file' }],
    ['{token: abc, tokenFile: token}', { Authorization: 'Bearer from-file' }],
    ['{username: me, password: secret}', { Authorization: `Basic ${base64('me:secret')}` }],
    ['{token: abc, as: somebody}', { Authorization: 'Bearer abc', 'Impersonate-User': 'somebody' }],
  ])('with the user %s sends %j', async (user, headers) => {
    write('token', ' from-file\n');
    const connection = await parseKubeConfig(config(user), directory);
    expect((await connection.credentials()).headers).toEqual(headers);
  });

  it('takes certificates from data and from files beside it', async () => {
    for (const name of ['ca', 'cert', 'key']) write(name, `${name} of a file`);
    const files = '{client-certificate: cert, client-key: key}';
    const data = `{client-certificate-data: ${base64('cert')}, client-key-data: ${base64('key')}}`;
    const [fromFiles, fromData] = await Promise.all([
      parseKubeConfig(
        config(files, '{server: "https://a", certificate-authority: ca, tls-server-name: name}'),
        directory,
      ),
      parseKubeConfig(
        config(
          data,
          `{server: "https://a", certificate-authority-data: ${base64('ca')}, insecure-skip-tls-verify: true}`,
        ),
        directory,
      ),
    ]);
    expect(texts((await fromFiles.credentials()).tls)).toEqual({
      ca: 'ca of a file',
      cert: 'cert of a file',
      key: 'key of a file',
      servername: 'name',
    });
    expect(texts((await fromData.credentials()).tls)).toEqual({
      ca: 'ca',
      cert: 'cert',
      key: 'key',
      rejectUnauthorized: false,
    });
  });

  it('reads a token file again after a refresh', async () => {
    write('rotating', 'first');
    const connection = await parseKubeConfig(config('{tokenFile: rotating}'), directory);
    const header = async () => (await connection.credentials()).headers['Authorization'];
    expect(await header()).toBe('Bearer first');
    write('rotating', 'second');
    expect(await header()).toBe('Bearer first');
    connection.refresh();
    expect(await header()).toBe('Bearer second');
  });

  it('asks an exec plugin, which is told what for', async () => {
    const plugin = `#!/bin/sh
echo '{"kind":"ExecCredential","status":{"token":"'"$WHO-$(echo "$KUBERNETES_EXEC_INFO" | grep -c ExecCredential)"'","clientCertificateData":"cert","clientKeyData":"key"}}'`;
    write('plugin', plugin);
    chmodSync(join(directory, 'plugin'), 0o755);
    const exec = `{exec: {apiVersion: client.authentication.k8s.io/v1, command: ${join(directory, 'plugin')}, env: [{name: WHO, value: me}]}}`;
    const { headers, tls } = await (await parseKubeConfig(config(exec), directory)).credentials();
    expect([headers, texts(tls)]).toEqual([{ Authorization: 'Bearer me-1' }, { cert: 'cert', key: 'key' }]);
  });

  it('asks an exec plugin again when its token was refused', async () => {
    const script = `echo x >> ${join(directory, 'calls')}; echo '{"status":{"token":"'"$(wc -l < ${join(directory, 'calls')} | tr -d ' ')"'"}}'`;
    write('counting', `#!/bin/sh\n${script}`);
    chmodSync(join(directory, 'counting'), 0o755);
    const connection = await parseKubeConfig(config(`{exec: {command: ${join(directory, 'counting')}}}`), directory);
    const header = async () => (await connection.credentials()).headers['Authorization'];
    expect([await header(), await header()]).toEqual(['Bearer 1', 'Bearer 1']);
    connection.refresh();
    expect(await header()).toBe('Bearer 2');
  });

  it('reports an exec plugin that fails, and asks it again', async () => {
    const exec = `{exec: {apiVersion: client.authentication.k8s.io/v1, command: /bin/sh, args: ["-c", "echo no luck >&2; exit 1"]}}`;
    const connection = await parseKubeConfig(config(exec), directory);
    for (let i = 0; i < 2; i++) await expect(connection.credentials()).rejects.toThrow('no luck');
  });

  it('leaves proxies to client-node', async () => {
    const cluster = '{server: "https://a", proxy-url: "http://proxy:3128", insecure-skip-tls-verify: true}';
    const { headers, agent } = await (await parseKubeConfig(config('{token: abc}', cluster), directory)).credentials();
    expect([headers, agent?.constructor.name]).toEqual([{ Authorization: 'Bearer abc' }, 'HttpsProxyAgent']);
  });

  it.each([
    ['', 'kubeconfig: not a map'],
    ['a: [', 'yaml'],
    ['{}', 'kubeconfig: no current-context'],
    ['{current-context: x}', 'kubeconfig: no context x'],
    [config('{}').replace('current-context: here', 'current-context: astray'), 'kubeconfig: no cluster nowhere'],
    [config('{}').replace('current-context: here', 'current-context: nobody'), 'kubeconfig: no user missing'],
    [config('{}', '{server: "not a URL"}'), 'Invalid URL'],
    [config('{}', '{}'), 'server is missing'],
  ])('that is wrong is InvalidConfig: %.30s', async (text, message) => {
    const call = parseKubeConfig(text, directory);
    await expect(call).rejects.toMatchObject({ code: 'InvalidConfig', message: expect.stringContaining(message) });
  });

  it('that is not there is InvalidConfig', async () => {
    const call = loadKubeConfig(join(directory, 'nothing'));
    await expect(call).rejects.toMatchObject({ code: 'InvalidConfig', message: expect.stringContaining('ENOENT') });
  });
});

describe('in a cluster', () => {
  const account = { directory, port: '443' };

  it('the service account is used', async () => {
    for (const [name, text] of [
      ['token', 'abc\n'],
      ['ca.crt', 'authority'],
      ['namespace', 'team-a\n'],
    ] as const)
      write(name, text);
    const connection = inCluster({ ...account, host: '10.0.0.1' });
    expect(connection).toMatchObject({ server: 'https://10.0.0.1:443', namespace: 'team-a' });
    expect(await connection.credentials()).toEqual({
      headers: { Authorization: 'Bearer abc' },
      tls: { ca: 'authority' },
    });
    expect(inCluster({ ...account, host: 'fd00::1' }).server).toBe('https://[fd00::1]:443');
  });

  it.each([[{ host: undefined, port: '443' }], [{ host: '10.0.0.1', port: '' }]])('a pod is needed: %j', (options) => {
    expect(() => inCluster({ ...options, directory })).toThrow(
      'KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT are not set',
    );
  });

  it('a missing token is InvalidConfig', async () => {
    const connection = inCluster({ host: '10.0.0.1', port: '443', directory: '/does/not/exist' });
    await expect(connection.credentials()).rejects.toMatchObject({ code: 'InvalidConfig' });
  });
});

function texts(tls: object): object {
  const entries = Object.entries(tls).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries.map(([key, value]) => [key, Buffer.isBuffer(value) ? value.toString() : value]));
}
