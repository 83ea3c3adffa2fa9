import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { TLSSocket } from 'node:tls';
import { fromBytes } from '../../engine/go/utf8.ts';
import { serveBreakdown } from './breakdown.ts';
import { ByteReader } from './byte-reader.ts';
import type { NatsBehaviour } from './case.ts';
import type { Session } from './session.ts';

/** Speaks the NATS protocol with one client, by TLS where INFO requires it; writes down what the client says. */
export async function serveNats(plain: Socket, behaviour: NatsBehaviour, session: Session): Promise<void> {
  const { info, refuse, broken } = behaviour;
  const server = { server_id: 'STUB', server_name: 'stub', version: '2.11.4', proto: 1, headers: true };
  const address = { host: '127.0.0.1', port: session.port, max_payload: 1 << 20, client_id: 1 };
  const greeting = `INFO ${JSON.stringify({ ...server, ...address, ...info })}\r\n`;
  if (broken) return serveBreakdown(plain, { greeting, answer: "-ERR 'x" }, broken);
  plain.write(greeting);
  const socket = info?.['tls_required'] === true ? secured(plain, session) : plain;
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

function secured(socket: Socket, { authority }: Session): Duplex {
  const secure = new TLSSocket(socket, { isServer: true, secureContext: authority.contextFor('127.0.0.1') });
  return secure.on('error', () => socket.destroy());
}
