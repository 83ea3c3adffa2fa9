import { createServer, type Http2Server, type ServerHttp2Stream } from 'node:http2';
import { setTimeout as sleep } from 'node:timers/promises';
import type { HttpAnswer, RecordedRequest } from './case.ts';
import { describeMessage } from './protobuf.ts';

interface GrpcCalls {
  readonly record: (request: RecordedRequest) => void;
  readonly answer: () => HttpAnswer;
}

/** A gRPC server without TLS for unary calls: each is recorded with its message spelled out. Emit `connection` on it. */
export function grpcServer({ record, answer }: GrpcCalls): Http2Server {
  const server = createServer();
  server.on('stream', (stream, headers) => {
    const chunks: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('error', () => stream.destroy());
    stream.on('end', () => {
      const own = Object.entries(headers).filter(([name]) => !name.startsWith(':') && name !== 'grpc-timeout');
      record({
        to: 'grpc://$STUB',
        line: `${headers[':method']} ${headers[':path']}`,
        headers: own.map(([name, value]) => [name, String(value)] as const),
        body: describeMessage(Buffer.concat(chunks).subarray(5)),
      });
      reply(stream, answer());
    });
  });
  return server;
}

function reply(stream: ServerHttp2Stream, { grpc = {}, broken, delay = 0 }: HttpAnswer): void {
  if (broken === 'hang') return;
  if (broken === 'before') return void stream.session?.destroy();
  if (broken !== undefined) return void breakDown(stream, broken);
  const { status = 0, message = '', details, response = '' } = grpc;
  const trailers = {
    'grpc-status': String(status),
    ...(message === '' ? {} : { 'grpc-message': encodeURI(message) }),
    ...(details === undefined ? {} : { 'grpc-status-details-bin': details }),
  };
  setTimeout(() => {
    if (stream.destroyed) return;
    if (status !== 0) {
      stream.respond({ ':status': 200, 'content-type': 'application/grpc', ...trailers }, { endStream: true });
      return;
    }
    stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
    stream.on('wantTrailers', () => stream.sendTrailers(trailers));
    const payload = Buffer.from(response, 'base64');
    stream.end(Buffer.concat([headOf(payload.length), payload]));
  }, delay);
}

/** Half of a message, or one without end, slowly. */
async function breakDown(stream: ServerHttp2Stream, broken: 'within' | 'endless'): Promise<void> {
  stream.respond({ ':status': 200, 'content-type': 'application/grpc' });
  stream.write(Buffer.concat([headOf(1 << 30), Buffer.from('x')]));
  while (broken === 'endless' && !stream.destroyed) {
    await sleep(20);
    if (!stream.destroyed) stream.write('x');
  }
  if (broken === 'within') setImmediate(() => stream.session?.destroy());
}

function headOf(length: number): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt32BE(length, 1);
  return head;
}
