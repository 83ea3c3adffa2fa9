import type { Socket } from 'node:net';
import { fromBytes } from '../../engine/go/utf8.ts';
import { ByteReader } from './byte-reader.ts';
import type { NatsBehaviour } from './case.ts';
import type { Session } from './session.ts';

/** Speaks the NATS protocol with one client; writes down what the client says. */
export async function serveNats(socket: Socket, { info, refuse }: NatsBehaviour, session: Session): Promise<void> {
  const server = { server_id: 'STUB', server_name: 'stub', version: '2.11.4', proto: 1, headers: true };
  const address = { host: '127.0.0.1', port: session.port, max_payload: 1 << 20, client_id: 1 };
  socket.write(`INFO ${JSON.stringify({ ...server, ...address, ...info })}\r\n`);
  const reader = new ByteReader(socket);
  for (let line = await reader.rawLine(); line !== undefined; line = await reader.rawLine()) {
    const text = fromBytes(line);
    const [verb = '', ...rest] = text.trimEnd().split(' ');
    session.add(text);
    if (verb === 'PUB' || verb === 'HPUB') {
      session.add(fromBytes(await reader.exactly(Number(rest.at(-1)) + 2)));
    }
    if (verb !== 'PING') continue;
    socket.write(`${refuse ?? 'PONG'}\r\n`);
    if (refuse !== undefined) return void socket.end();
  }
}
