import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LineConnection } from '../../engine/services/line-connection.ts';
import { keyPairFromSeed } from '../../engine/services/nkey.ts';
import { built, deliver, expectEqual, expectRefusal, type Peer, type PeerWorld } from './peer.ts';
import { PeerProcess } from './peer-process.ts';

const seed = 'SUAAABYOCUOCGKRRHA7UMTKULNRGS4DXP2CYZE42UGUK7NV5YTF5FWIXJQ';
const reader = { user: 'reader', pass: 'reader-password' };

function configuration(tls: string): string {
  return `
listen: "127.0.0.1:-1"
${tls}
authorization {
  users = [
    {user: ${reader.user}, password: ${reader.pass}}
    {user: sender, password: sender-password, permissions: {publish: ["syncs.>"]}}
    {nkey: ${keyPairFromSeed(seed).publicKey}}
  ]
}
`;
}

async function withServer<T>(world: PeerWorld, name: string, tls: string, use: (port: number) => Promise<T>): Promise<T> {
  const command = await built({
    module: join(import.meta.dirname, 'nats'),
    target: 'github.com/nats-io/nats-server/v2',
    output: join(world.cache, 'peers', 'nats-server'),
    say: world.say,
  });
  const config = join(world.folder, `${name}.conf`);
  writeFileSync(config, configuration(tls));
  const ready = /Listening for client connections on 127\.0\.0\.1:(\d+)[\s\S]*Server is ready/;
  const { process, match } = await PeerProcess.start({ command, args: ['-c', config], ready });
  try {
    return await use(Number(match[1]));
  } finally {
    await process.stop();
  }
}

/** Subscribes to everything; `next` gives the lines of the next message. */
class Subscriber {
  private readonly connection: LineConnection;

  private constructor(connection: LineConnection) {
    this.connection = connection;
  }

  static async start(port: number, { signal, authority }: PeerWorld, tls: boolean): Promise<Subscriber> {
    const connection = await LineConnection.dial({ host: '127.0.0.1', port }, { signal, timeout: 5000 });
    await connection.line();
    if (tls) await connection.startTls({ ca: [authority.certificate] });
    await connection.write(`CONNECT ${JSON.stringify({ verbose: false, headers: true, ...reader })}\r\nSUB > 1\r\nPING\r\n`);
    expectEqual('the subscriber is welcome', await connection.line(), 'PONG');
    return new Subscriber(connection);
  }

  async next(lines: number): Promise<string[]> {
    const read: string[] = [];
    while (read.length < lines) read.push(await this.connection.line());
    return read;
  }

  close(): void {
    this.connection.close();
  }
}

async function withPassword(world: PeerWorld): Promise<void> {
  await withServer(world, 'nats', '', async (port) => {
    const subscriber = await Subscriber.start(port, world, false);
    const options = `url: nats://127.0.0.1:${port}\nusername: sender\npassword: $password\nheaders: {x-kind: sync, A: b}\n`;
    const delivery = { type: 'nats', options, template: 'message: synced {{.name}} ü\n', recipient: 'syncs.root' };
    try {
      await deliver(world, { ...delivery, secret: { password: 'sender-password' } });
      expectEqual('the message', await subscriber.next(6), [
        'HMSG syncs.root 1 36 55',
        'NATS/1.0',
        'A: b',
        'x-kind: sync',
        '',
        'synced root-sync ü',
      ]);
      const wrong = deliver(world, { ...delivery, secret: { password: 'wrong' } });
      await expectRefusal(wrong, /^failed to connect to NATS server: nats: Authorization Violation$/);
    } finally {
      subscriber.close();
    }
  });
}

async function withNkey(world: PeerWorld): Promise<void> {
  const { cert, key } = world.authority.serverFor('127.0.0.1', 'localhost');
  const [certFile, keyFile] = [join(world.folder, 'nats.crt'), join(world.folder, 'nats.key')];
  writeFileSync(certFile, cert);
  writeFileSync(keyFile, key, { mode: 0o600 });
  await withServer(world, 'nats-tls', `tls { cert_file: "${certFile}", key_file: "${keyFile}" }`, async (port) => {
    const subscriber = await Subscriber.start(port, world, true);
    try {
      const options = `url: tls://127.0.0.1:${port}\nnkey: $seed\n`;
      const template = 'message: "line 1\\nline 2"\n';
      await deliver(world, { type: 'nats', options, template, recipient: 'a.b', secret: { seed } });
      expectEqual('the message', await subscriber.next(3), ['MSG a.b 1 13', 'line 1', 'line 2']);
    } finally {
      subscriber.close();
    }
  });
}

export const nats: readonly Peer[] = [
  { name: 'nats: user, password and headers to nats-server', run: withPassword },
  { name: 'nats: TLS and nkey to nats-server', run: withNkey },
];
