import { afterEach, describe, expect, it } from 'vitest';
import { Receiver } from './receiver.ts';

const open: Receiver[] = [];

async function receiver(): Promise<Receiver> {
  const started = await Receiver.start();
  open.push(started);
  return started;
}

function post(url: string, body = 'x'): Promise<number> {
  return fetch(url, { method: 'POST', body, signal: AbortSignal.timeout(300) }).then(({ status }) => status);
}

afterEach(async () => {
  for (const one of open.splice(0)) await one.stop();
});

describe('Receiver', () => {
  it('records what arrives and lists it', async () => {
    const { url } = await receiver();
    expect(await post(`${url}/a?b=1`, 'hällo')).toBe(201);
    const listed = (await (await fetch(`${url}/records`)).json()) as { records: object[] };
    expect(listed.records).toMatchObject([{ method: 'POST', path: '/a?b=1', body: 'hällo' }]);
  });

  it('answers by script, then as told for all others', async () => {
    const one = await receiver();
    one.reply([500, 'close', { status: 202, afterMs: 20 }, 'hang'], 204);
    expect(await post(one.url)).toBe(500);
    await expect(post(one.url)).rejects.toThrow('fetch failed');
    expect(await post(one.url)).toBe(202);
    await expect(post(one.url)).rejects.toThrow('timeout');
    expect(await post(one.url)).toBe(204);
    expect(one.records.length).toBe(5);
  });

  it.each([
    { sent: 0, wanted: 0 },
    { sent: 2, wanted: 2 },
  ])('tells that $sent requests are exactly $wanted', async ({ sent, wanted }) => {
    const one = await receiver();
    for (let i = 0; i < sent; i++) await post(one.url);
    expect((await one.exactly(wanted, 100)).length).toBe(sent);
  });

  it.each([
    { sent: 0, wanted: 1 },
    { sent: 2, wanted: 1 },
  ])('tells that $sent requests are not $wanted', async ({ sent, wanted }) => {
    const one = await receiver();
    for (let i = 0; i < sent; i++) await post(one.url);
    await expect(one.exactly(wanted, 100)).rejects.toThrow(`${sent} requests arrived, not ${wanted}`);
  });
});
