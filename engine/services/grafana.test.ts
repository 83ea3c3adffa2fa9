import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { emptyNotification } from '../notification.ts';
import { grafana } from './grafana.ts';
import { HttpClient } from './http.ts';

const bodies: string[] = [];
let server: Server;
let url: string;

beforeAll(async () => {
  server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    bodies.push(body);
    response.end('{}');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

it('says when it was, in whole seconds, and warns when there is no text', async () => {
  const http = new HttpClient();
  const log = { debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error: vi.fn() };
  const service = grafana.parse({ value: { apiUrl: url, apiKey: 'k' }, text: '' }, { http });
  const before = Math.floor(Date.now() / 1000) * 1000;
  const signal = AbortSignal.timeout(5000);
  await service.send(emptyNotification(), { service: 'grafana', recipient: 'a|b' }, { signal, log });
  http.close();
  const { time, ...rest } = JSON.parse(bodies[0] ?? '') as { time: number };
  expect(rest).toEqual({ isRegion: false, tags: ['a', 'b'], text: '' });
  expect(time % 1000).toBe(0);
  expect(time).toBeGreaterThanOrEqual(before);
  expect(time).toBeLessThanOrEqual(Date.now());
  expect(log.warn).toHaveBeenCalledWith('Message is an empty string or not provided in the notifications template');
});
