import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HttpClient } from '../../../engine/services/http.ts';
import { redact } from '../../../engine/services/redact.ts';
import { MemoryThreads } from '../../../engine/services/threads.ts';
import { parseThreads, serialiseThreads } from '../../../engine/thread-state.ts';
import { type GrowthCase, upTo } from '../case.ts';

const area = 'services';
const key = (i: number) => ({ service: 'slack', recipient: `r${i}`, groupingKey: 'g', access: 'a' });

/** The port of a server that accepts all, and keeps no process alive. */
async function listening(): Promise<number> {
  const server = createServer((_request, response) => response.end()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  server.unref();
  return (server.address() as AddressInfo).port;
}

/** The way out, and what services remember. */
export const serviceCases: readonly GrowthCase[] = [
  {
    area,
    name: 'receivers of one HTTP client',
    size: 16,
    prepare: async (n) => {
      const ports = await Promise.all(upTo(n).map(listening));
      return async () => {
        const http = new HttpClient();
        for (const port of ports) await http.request({ method: 'POST', url: `http://127.0.0.1:${port}/`, body: 'x' });
        http.close();
      };
    },
  },
  {
    area,
    name: 'threads in memory',
    size: 500,
    counted: 100,
    prepare: (n) => () => {
      const threads = new MemoryThreads();
      for (const i of upTo(n)) threads.set(key(i), { timestamp: '1', channel: 'c' });
      for (const i of upTo(n)) threads.get(key(i));
    },
  },
  {
    area,
    name: 'threads of an annotation',
    size: 20,
    prepare: (n) => {
      const threads = new Map(
        upTo(n).map((i) => [`slack:r${i}`, { timestamp: '1', channel: 'c', seal: 's' }] as const),
      );
      return () => {
        for (let i = 0; i < 20; i++) parseThreads(serialiseThreads(threads));
      };
    },
  },
  {
    area,
    name: 'secrets taken out of a text',
    size: 100,
    counted: 20,
    prepare: (n) => {
      const secrets = upTo(n).map((i) => `secret-number-${i}`);
      return () => redact('an error that names secret-number-1 and others', secrets);
    },
  },
];
