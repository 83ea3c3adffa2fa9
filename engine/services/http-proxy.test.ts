import { describe, expect, it } from 'vitest';
import { proxyFromEnvironment } from './http-proxy.ts';

const proxies = { HTTP_PROXY: 'http://p:1', HTTPS_PROXY: 'q:2' };

function choose(noProxy: string, url: string): string | undefined {
  const { protocol, hostname, port } = new URL(url);
  const scheme = protocol.slice(0, -1);
  const host = hostname.replace(/^\[|\]$/g, '');
  return proxyFromEnvironment({ ...proxies, NO_PROXY: noProxy })({
    scheme,
    host,
    port: port || (scheme === 'https' ? '443' : '80'),
  });
}

describe('proxyFromEnvironment', () => {
  it.each<[string, string, string | undefined]>([
    ['', 'http://a.example', 'http://p:1'],
    ['', 'https://a.example', 'http://q:2'],
    ['', 'http://localhost', undefined],
    ['', 'http://127.9.9.9', undefined],
    ['', 'http://[::1]', undefined],
    ['*', 'http://a.example', undefined],
    ['example', 'http://a.example', undefined],
    ['a.example', 'http://a.example', undefined],
    ['a.example', 'http://ba.example', 'http://p:1'],
    ['.example', 'http://example', 'http://p:1'],
    ['*.example', 'http://a.example', undefined],
    ['a.example:81', 'http://a.example', 'http://p:1'],
    ['a.example:81', 'http://a.example:81', undefined],
    ['10.0.0.0/8', 'http://10.1.2.3', undefined],
    ['10.0.0.0/8', 'http://11.1.2.3', 'http://p:1'],
    ['10.1.2.3', 'http://10.1.2.3:8080', undefined],
    ['10.1.2.3:80', 'http://10.1.2.3:8080', 'http://p:1'],
    ['fd00::/8', 'http://[fd00::1]', undefined],
    [' X.EXAMPLE , b', 'http://x.example', undefined],
  ])('NO_PROXY=%j, %s', (noProxy, url, want) => {
    expect(choose(noProxy, url)).toBe(want);
  });

  it('reads lower-case names and goes without', () => {
    const target = { scheme: 'http', host: 'a', port: '80' };
    expect(proxyFromEnvironment({ http_proxy: 'p' })(target)).toBe('http://p');
    expect(proxyFromEnvironment({})(target)).toBeUndefined();
  });
});
