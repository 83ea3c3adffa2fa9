import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { fromBytes } from '../../engine/go/utf8.ts';
import { type ByteReader, Gone } from './byte-reader.ts';
import type { HttpAnswer, RecordedRequest } from './case.ts';

/** A request as it was written; bytes that are no UTF-8 are lone surrogates. */
export type RawRequest = Pick<RecordedRequest, 'line' | 'headers' | 'body'>;

/** The next request of a connection, undefined when there is none. @throws {Gone} within a request */
export async function readRequest(reader: ByteReader): Promise<RawRequest | undefined> {
  const line = await reader.line();
  if (line === undefined) return undefined;
  const headers: [string, string][] = [];
  for (let header = await reader.line(); header?.length !== 0; header = await reader.line()) {
    if (header === undefined) throw new Gone('the stream ends within the headers');
    const text = fromBytes(header);
    const colon = text.indexOf(':');
    headers.push([text.slice(0, colon), text.slice(colon + 1).replace(/^ /, '')]);
  }
  const body = await readBody(reader, headers);
  return { line: fromBytes(line), headers, body: fromBytes(body) };
}

/** A header's value, its name in any case. */
export function headerOf(headers: RawRequest['headers'], name: string): string | undefined {
  return headers.find(([each]) => each.toLowerCase() === name)?.[1];
}

async function readBody(reader: ByteReader, headers: RawRequest['headers']): Promise<Buffer> {
  if (headerOf(headers, 'transfer-encoding') === 'chunked') return readChunks(reader);
  return reader.exactly(Number(headerOf(headers, 'content-length') ?? 0));
}

async function readChunks(reader: ByteReader): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for (;;) {
    const size = Number.parseInt(fromBytes((await reader.line()) ?? new Uint8Array()), 16);
    if (Number.isNaN(size)) throw new Gone('the stream ends within a chunked body');
    if (size > 0) chunks.push(await reader.exactly(size));
    await reader.line();
    if (size === 0) return Buffer.concat(chunks);
  }
}

/** Writes an answer. Resolves to whether the connection can be used on. */
export async function writeAnswer(socket: Duplex, answer: HttpAnswer): Promise<boolean> {
  if (answer.delay !== undefined) await sleep(answer.delay);
  if (answer.broken === 'hang') return true;
  if (answer.broken === 'before') return false;
  const { status = 200 } = answer;
  const body = Buffer.from(answer.body ?? '');
  const headers = { ...answer.headers };
  if (answer.broken !== 'endless') headers['Content-Length'] = String(body.length);
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.write(`HTTP/1.1 ${status} ${answer.reason ?? STATUS_CODES[status] ?? ''}\r\n${lines.join('')}\r\n`);
  if (answer.broken === 'endless') await writeForEver(socket, body);
  else socket.write(answer.broken === 'within' ? body.subarray(0, body.length / 2) : body);
  return answer.broken === undefined;
}

/** Writes the body and then spaces, slowly and for ever, as long as somebody listens. */
async function writeForEver(socket: Duplex, body: Buffer): Promise<void> {
  socket.write(body);
  while (!socket.destroyed && socket.writable) {
    socket.write(' ');
    await sleep(20);
  }
}
