import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LineConnection } from '../../engine/services/line-connection.ts';
import { keyPairFromSeed } from '../../engine/services/nkey.ts';
import { built, deliver, expectEqual, expectRefusal, type Peer, type PeerWorld, type Preparation } from './peer.ts';
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

function prepare({ cache, say }: Preparation): Promise<string> {
  const module = join(import.meta.dirname, 'nats');
  const target = 'github.com/nats-io/nats-server/v2';
  return built({ module, target, output: join(cache, 'peers', 'nats-server'), say });
}

interface Start {
  readonly command: string;
  readonly folder: string;
  readonly tls: string;
}

/** Runs nats-server while `use` runs. */
async function withServer({ command, folder, tls }: Start, use: (port: number) => Promise<void>): Promise<void> {
  const config = join(folder, `nats${tls === '' ? '' : '-tls'}.conf`);
  writeFileSync(config, configuration(tls));
  const ready = /Listening for client connections on 127\.0\.0\.1:(\d+)[\s\S]*Server is ready/;
  const { process, match } = await PeerProcess.start({ command, args: ['-c', config], ready });
  try {
    await use(Number(match[1]));
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
    await connection.write(
      `CONNECT ${JSON.stringify({ verbose: false, headers: true, ...reader })}\r\nSUB > 1\r\nPING\r\n`,
    );
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

async function withPassword(world: PeerWorld, command: string): Promise<void> {
  await withServer({ command, folder: world.folder, tls: '' }, async (port) => {
    const subscriber = await Subscriber.start(port, world, false);
    const options = `url: nats://127.0.0.1:${port}\nusername: sender\npassword: $password\nheaders: {x-kind: sync, A: b}\n`;
    const delivery = { type: 'nats', options, template: 'message: synced {{.name}} ü\n', recipient: 'syncs.root' };
    try {
      await deliver(world, { ...delivery, secret: { password: 'sender-password' } });
      expectEqual('the message', await subscriber.next(6), [
        'HMSG syncs.root 1 32 51',
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

async function withNkey(world: PeerWorld, command: string): Promise<void> {
  const { cert, key } = world.authority.serverFor('127.0.0.1', 'localhost');
  const [certFile, keyFile] = [join(world.folder, 'nats.crt'), join(world.folder, 'nats.key')];
  writeFileSync(certFile, cert);
  writeFileSync(keyFile, key, { mode: 0o600 });
  const tls = `tls { cert_file: "${certFile}", key_file: "${keyFile}" }`;
  await withServer({ command, folder: world.folder, tls }, async (port) => {
    const subscriber = await Subscriber.start(port, world, true);
    try {
      const options = `url: tls://127.0.0.1:${port}\nnkey: $seed\n`;
      const template = 'message: "line 1\\nline 2"\n';
      const delivery = { type: 'nats', options, template, recipient: 'a.b', secret: { seed } };
      await deliver(world, delivery);
      expectEqual('the message', await subscriber.next(3), ['MSG a.b 1 13', 'line 1', 'line 2']);
      const suspicious = { ...world, authority: world.stranger };
      await expectRefusal(deliver(suspicious, delivery), /^failed to connect to NATS server: .*certificate/);
    } finally {
      subscriber.close();
    }
  });
}

export const nats: readonly Peer[] = [
  { name: 'nats: user, password and headers to nats-server', prepare, run: withPassword },
  { name: 'nats: TLS and nkey to nats-server', prepare, run: withNkey },
];
