import { generateKeyPairSync, verify } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { googleToken } from './google-credentials.ts';
import { HttpClient } from './http.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'google-credentials-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const http = new HttpClient();

function tokenOf(file: string, environment: Readonly<Record<string, string>> = {}) {
  return googleToken({ file, scopes: ['a', 'b'], environment, http, signal: AbortSignal.timeout(5000) });
}

function write(name: string, value: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof value === 'string' ? value : JSON.stringify(value));
  return path;
}

describe("a service account's key", () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const account = {
    type: 'service_account',
    client_email: 'robot@example.com',
    private_key_id: 'key-1',
    private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
  };

  it.each(['keyFile', 'GOOGLE_APPLICATION_CREDENTIALS'])('by %s signs its own token', async (how) => {
    const path = write('account.json', account);
    const token = await (how === 'keyFile' ? tokenOf(path) : tokenOf('', { GOOGLE_APPLICATION_CREDENTIALS: path }));
    const [header = '', claims = '', signature = ''] = token.value.split('.');
    expect(verify('sha256', Buffer.from(`${header}.${claims}`), publicKey, Buffer.from(signature, 'base64url'))).toBe(
      true,
    );
    expect(JSON.parse(Buffer.from(header, 'base64url').toString())).toEqual({ alg: 'RS256', typ: 'JWT', kid: 'key-1' });
    const { iat, exp, ...rest } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as {
      iat: number;
      exp: number;
    };
    expect(rest).toEqual({ iss: 'robot@example.com', sub: 'robot@example.com', aud: '', scope: 'a b' });
    expect(exp - iat).toBe(3600);
    expect(Math.abs(iat - Date.now() / 1000)).toBeLessThan(10);
  });

  it.each<[string, unknown, RegExp]>([
    ['no JSON', 'secret nonsense', /^invalid character 's' looking for beginning of value$/],
    [
      'no key',
      { ...account, private_key: 'secret nonsense' },
      /^credentials: could not parse key: private key should be/,
    ],
    ['another type', { type: 'external_account' }, /^credentials: unsupported filetype "external_account"$/],
  ])('with %s', async (_, value, want) => {
    const error: Error = await tokenOf(write('bad.json', value)).then(
      () => new Error('a token'),
      (failure: Error) => failure,
    );
    expect(error.message).toMatch(want);
    expect(error.message).not.toContain('secret');
  });
});

it("takes gcloud's own file before the metadata server", async () => {
  const environment = { HOME: folder, GCE_METADATA_HOST: '127.0.0.1:1' };
  await expect(tokenOf('', environment)).rejects.toThrow('could not find default credentials');
  const path = join(folder, '.config/gcloud');
  const { mkdirSync } = await import('node:fs');
  mkdirSync(path, { recursive: true });
  writeFileSync(join(path, 'application_default_credentials.json'), '{"type": "odd"}');
  await expect(tokenOf('', environment)).rejects.toThrow('unsupported filetype "odd"');
});

describe('the metadata server', () => {
  async function ask(status: number, body: string) {
    const seen: unknown[] = [];
    const server = createServer((request, response) => {
      seen.push(request.url, request.headers['metadata-flavor']);
      response.writeHead(status).end(body);
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    const environment = { GCE_METADATA_HOST: host, HTTP_PROXY: 'http://127.0.0.1:1' };
    const outcome: unknown = await tokenOf('', environment).catch((error: Error) => error.message);
    server.close();
    return { outcome, seen };
  }

  it('gives a token, whatever the proxy', async () => {
    const { outcome, seen } = await ask(200, '{"access_token":"token-1","expires_in":100,"token_type":"Bearer"}');
    expect(outcome).toMatchObject({ value: 'token-1' });
    expect(seen).toEqual(['/computeMetadata/v1/instance/service-accounts/default/token?scopes=a%2Cb', 'Google']);
  });

  it.each([
    [404, 'no account'],
    [200, '{}'],
    [200, 'nonsense'],
  ])('gives none: %s %s', async (status, body) => {
    expect((await ask(status, body)).outcome).toMatch(/^credentials: could not find default credentials/);
  });
});
