import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { createInterface } from 'node:readline';

/** A server on loopback for tests. Everything it opened ends with it. */
export interface LineServer extends AsyncDisposable {
  readonly port: number;
  /** The lines of each connection. */
  readonly heard: string[][];
}

/** What the server says first, and what to each line; `undefined` for nothing. */
export interface Script {
  readonly greeting?: string;
  readonly answer?: (line: string, socket: Socket, connection: number) => string | undefined;
}

/** A server that follows a script. */
export async function startLineServer({ greeting, answer }: Script): Promise<LineServer> {
  const sockets = new Set<Socket>();
  const heard: string[][] = [];
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    const lines: string[] = [];
    heard.push(lines);
    const connection = heard.length;
    if (greeting !== undefined) socket.write(greeting);
    createInterface({ input: socket }).on('line', (line) => {
      lines.push(line);
      const said = answer?.(line, socket, connection);
      if (said !== undefined && !socket.destroyed) socket.write(said);
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    heard,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await once(server.close(), 'close');
    },
  };
}

/** Keeps writing until nobody listens. */
export function writeForEver(socket: Socket, text: string): void {
  const more = () => {
    while (!socket.destroyed && socket.write(text));
    if (!socket.destroyed) socket.once('drain', more);
  };
  more();
}
