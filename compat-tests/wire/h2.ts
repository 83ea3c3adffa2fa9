import { createServer, type Http2Server, type ServerHttp2Stream } from 'node:http2';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TLSSocket } from 'node:tls';
import { fromBytes } from '../../engine/go/utf8.ts';
import type { HttpAnswer, RecordedRequest } from './case.ts';

interface Http2Calls {
  readonly record: (request: Omit<RecordedRequest, 'to'>, authority: string, socket: TLSSocket) => void;
  readonly answer: (request: string) => HttpAnswer;
}

/** A server of HTTP/2 for connections on which TLS stands: emit `connection` on it. */
export function http2Server({ record, answer }: Http2Calls): Http2Server {
  const server = createServer();
  server.on('sessionError', () => {});
  server.on('stream', (stream, headers) => {
    const chunks: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('error', () => stream.destroy());
    stream.on('end', () => {
      const line = `${headers[':method']} ${utf8(headers[':path'])} HTTP/2.0`;
      const own = Object.entries(headers)
        .filter(([name]) => !name.startsWith(':'))
        .map(([name, value]) => [name, utf8(value)] as const);
      const request = { line, headers: own, body: fromBytes(Buffer.concat(chunks)) };
      record(request, utf8(headers[':authority']), stream.session?.socket as TLSSocket);
      const text = [line, `host: ${utf8(headers[':authority'])}`, ...own.map((header) => header.join(': '))].join('\n');
      void reply(stream, answer(text));
    });
  });
  return server;
}

function utf8(value: unknown): string {
  return fromBytes(Buffer.from(String(value), 'latin1'));
}

async function reply(stream: ServerHttp2Stream, { delay = 0, broken, ...answer }: HttpAnswer): Promise<void> {
  await sleep(delay);
  if (stream.destroyed || broken === 'hang') return;
  if (broken === 'before') return void stream.session?.destroy();
  stream.respond({ ...answer.headers, ':status': answer.status ?? 200 });
  stream.end(answer.body ?? '');
}
