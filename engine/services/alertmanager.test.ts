import { describe, expect, it } from 'vitest';
import { alertmanager } from './alertmanager.ts';
import { deliver, made, ScriptedHttp, silent } from './test-http.ts';

const alert = { labels: { a: 'b' }, annotations: null, generatorURL: 'http://x', startsAt: '2026-11-24T10:00:00Z' };

describe('alertmanager', () => {
  it('asks the default target, with the default deadline', async () => {
    const http = new ScriptedHttp();
    expect(await deliver(made(alertmanager, {}, http), { alertmanager: alert })).toBeUndefined();
    expect(http.lines).toEqual(['POST http://127.0.0.1:9093/api/v2/alerts']);
    expect(http.requests[0]?.timeout).toBe(3000);
  });

  it.each([
    [1, 1000],
    [60, 60_000],
    [1e12, 2 ** 31 - 1],
  ])('waits for a timeout of %d s', async (timeout, milliseconds) => {
    const http = new ScriptedHttp();
    await deliver(made(alertmanager, { timeout }, http), { alertmanager: alert });
    expect(http.requests[0]?.timeout).toBe(milliseconds);
  });

  it('logs every target that fails, without secrets', async () => {
    const http = new ScriptedHttp(({ url }) => (url.includes('good') ? {} : { status: 400, text: 'no token-1234' }));
    const lines: string[] = [];
    const log = { ...silent, error: (line: string) => void lines.push(line) };
    const options = { targets: ['bad:1', 'good:1', 'worse:1'], bearerToken: 'token-1234' };
    expect(await deliver(made(alertmanager, options, http), { alertmanager: alert }, { log })).toBeUndefined();
    expect(lines).toEqual(
      ['bad', 'worse'].map(
        (host) =>
          `alertmanager sent target: request to http://${host}:1/api/v2/alerts has failed with error code 400 : no xxxxx`,
      ),
    );
  });
});
