import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { deliver, expectEqual, expectRefusal, type Peer, type PeerWorld, Skipped } from './peer.ts';

interface Received {
  readonly from: string;
  readonly to: readonly string[];
  readonly secure: boolean;
  readonly user: string | undefined;
  readonly text: string;
}

const password = 'smtp-password-1';

interface Server {
  readonly port: number;
  readonly received: Received[];
}

/** Runs smtp-server while `use` runs. `port` 0 is any. */
async function withServer(
  world: PeerWorld,
  options: SMTPServerOptions & { readonly port: number },
  use: (server: Server) => Promise<void>,
): Promise<void> {
  const received: Received[] = [];
  const server = new SMTPServer({
    ...world.authority.serverFor('127.0.0.1', 'localhost'),
    ...options,
    logger: false,
    closeTimeout: 1000,
    onAuth(auth, _session, done) {
      const right = auth.validatePassword ? auth.validatePassword(password) : auth.password === password;
      if (auth.username === 'user' && right) done(null, { user: auth.username });
      else done(new Error('Invalid username or password'));
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        received.push({
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          secure: session.secure,
          user: session.user === undefined ? undefined : String(session.user),
          text: Buffer.concat(chunks).toString(),
        });
        done();
      });
    },
  });
  server.on('error', () => {});
  const listening = server.listen(options.port, '127.0.0.1');
  try {
    await once(listening, 'listening');
    await use({ port: (listening.address() as AddressInfo).port, received });
  } finally {
    await new Promise<void>((resolve) => {
      server.close(resolve);
    });
  }
}

function delivery(port: number, more: string) {
  const login = 'username: user\npassword: $password\n';
  return {
    type: 'email',
    options: `host: 127.0.0.1\nport: ${port}\nfrom: Argo <argo@example.com>\n${login}${more}`,
    template: `email:\n  subject: Sync of {{.name}} ✓\n  body: "Dear you,\\n.\\nit is <done> ü"\n`,
    recipient: 'a@example.com, b@example.com',
    secret: { password },
  };
}

function checkMail([mail, ...more]: readonly Received[]): void {
  expectEqual('further mails', more.length, 0);
  const { text = '', ...envelope } = mail ?? {};
  const to = ['a@example.com', 'b@example.com'];
  expectEqual('envelope', envelope, { from: 'argo@example.com', to, secure: true, user: 'user' });
  const [head = '', body] = text.split('\r\n\r\n');
  const headers = head.split('\r\n').map((line) => line.replace(/^(Date: ).*/, '$1'));
  expectEqual('headers', headers.sort(), [
    'Content-Transfer-Encoding: quoted-printable',
    'Content-Type: text/plain; charset=UTF-8',
    'Date: ',
    'From: Argo <argo@example.com>',
    'Mime-Version: 1.0',
    'Subject: =?UTF-8?q?Sync_of_root-sync_=E2=9C=93?=',
    'To: a@example.com, b@example.com',
  ]);
  expectEqual('body', body?.trimEnd(), 'Dear you,\r\n.\r\nit is <done> =C3=BC');
}

async function startTls(world: PeerWorld, authMethods: string[]): Promise<void> {
  await withServer(world, { port: 0, authMethods }, async ({ port, received }) => {
    await deliver(world, delivery(port, ''));
    checkMail(received);
    const wrong = deliver(world, { ...delivery(port, ''), secret: { password: 'wrong-password' } });
    await expectRefusal(wrong, /^535 "/);
  });
}

async function implicitTls(world: PeerWorld): Promise<void> {
  try {
    await withServer(world, { port: 465, secure: true }, async ({ port, received }) => {
      await deliver(world, delivery(port, ''));
      checkMail(received);
    });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === 'EACCES' || code === 'EADDRINUSE') throw new Skipped(`port 465 cannot be had: ${code}`);
    throw error;
  }
}

async function untrusted(world: PeerWorld): Promise<void> {
  await withServer({ ...world, authority: world.stranger }, { port: 0 }, async ({ port, received }) => {
    await expectRefusal(deliver(world, delivery(port, '')), /certificate/);
    expectEqual('mails', received.length, 0);
    await deliver(world, delivery(port, 'insecure_skip_verify: true\n'));
    checkMail(received);
  });
}

export const smtp: readonly Peer[] = [
  ...['PLAIN', 'LOGIN', 'CRAM-MD5'].map((mechanism) => ({
    name: `email: STARTTLS and AUTH ${mechanism} to smtp-server`,
    run: (world: PeerWorld) => startTls(world, [mechanism]),
  })),
  { name: 'email: TLS on port 465 to smtp-server', run: implicitTls },
  { name: 'email: a certificate that nobody trusts', run: untrusted },
];
