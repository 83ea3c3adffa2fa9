import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { TLSSocket } from 'node:tls';
import { fromBytes } from '../../engine/go/utf8.ts';
import { serveBreakdown } from './breakdown.ts';
import { ByteReader, Gone } from './byte-reader.ts';
import type { SmtpBehaviour } from './case.ts';
import type { Session } from './session.ts';

const prompts: Readonly<Record<string, readonly string[]>> = {
  PLAIN: [''],
  LOGIN: ['VXNlcm5hbWU6', 'UGFzc3dvcmQ6'],
  'CRAM-MD5': [Buffer.from('<1.1@stub>').toString('base64')],
};
const defaults: Readonly<Record<string, string>> = {
  MAIL: '250 2.1.0 ok',
  RCPT: '250 2.1.5 ok',
  DATA: '354 go on',
  RSET: '250 2.0.0 ok',
  NOOP: '250 2.0.0 ok',
  QUIT: '221 2.0.0 bye',
  HELO: '250 stub',
  STARTTLS: '220 2.0.0 ready',
  AUTH: '235 2.7.0 ok',
};

/** Speaks SMTP with one client; writes down what the client says. */
export function serveSmtp(socket: Socket, behaviour: SmtpBehaviour, session: Session): Promise<void> {
  if (behaviour.broken)
    return serveBreakdown(socket, { greeting: '220 stub\r\n', answer: '250-x\r\n' }, behaviour.broken);
  return new Conversation(socket, behaviour, session).run();
}

class Conversation {
  private readonly socket: Socket;
  private readonly behaviour: SmtpBehaviour;
  private readonly session: Session;
  private stream: Duplex;
  private reader: ByteReader;

  constructor(socket: Socket, behaviour: SmtpBehaviour, session: Session) {
    this.socket = socket;
    this.behaviour = behaviour;
    this.session = session;
    this.stream = socket;
    this.reader = new ByteReader(socket);
  }

  async run(): Promise<void> {
    this.say(this.behaviour.replies?.['GREETING'] ?? '220 stub ESMTP');
    for (;;) {
      const line = await this.hear();
      const verb = line.split(' ')[0]?.toUpperCase() ?? '';
      const reply = this.ownReply(line) ?? (await this.replyTo(verb, line));
      this.say(reply);
      if (verb === 'QUIT' || reply.startsWith('421')) break;
      if (verb === 'STARTTLS' && reply.startsWith('220')) this.secure();
      if (verb === 'DATA' && reply.startsWith('354')) await this.message();
    }
    this.stream.end();
  }

  private ownReply(line: string): string | undefined {
    return Object.entries(this.behaviour.replies ?? {}).find(([start]) => line.startsWith(start))?.[1];
  }

  private async replyTo(verb: string, line: string): Promise<string> {
    if (verb === 'EHLO') return ehlo(this.behaviour, this.stream !== this.socket);
    if (verb === 'AUTH') await this.authenticate(line);
    return defaults[verb] ?? '502 5.5.2 what?';
  }

  private secure(): void {
    const secureContext = this.session.authority.contextFor('127.0.0.1');
    this.stream = new TLSSocket(this.socket, { isServer: true, secureContext });
    this.stream.on('error', () => this.socket.destroy());
    this.reader = new ByteReader(this.stream);
  }

  private async message(): Promise<void> {
    for (let line = await this.hear(); line !== '.'; line = await this.hear());
    this.say(this.behaviour.replies?.['DATA.'] ?? '250 2.0.0 queued');
  }

  /** Asks for what the mechanism of an AUTH command still lacks. */
  private async authenticate(line: string): Promise<void> {
    const [, mechanism = '', initial] = line.split(' ');
    for (const prompt of (prompts[mechanism.toUpperCase()] ?? []).slice(initial === undefined ? 0 : 1)) {
      this.say(`334 ${prompt}`);
      await this.hear();
    }
  }

  private say(text: string): void {
    this.stream.write(`${text}\r\n`);
  }

  private async hear(): Promise<string> {
    const line = await this.reader.rawLine();
    if (line === undefined) throw new Gone('the client left');
    const text = fromBytes(line);
    this.session.add(text);
    return text.replace(/\r?\n$/, '');
  }
}

function ehlo({ extensions = [], starttls = false, auth = [] }: SmtpBehaviour, secure: boolean): string {
  const mechanisms = auth.length > 0 ? [`AUTH ${auth.join(' ')}`] : [];
  const lines = ['stub', ...extensions, ...(starttls && !secure ? ['STARTTLS'] : []), ...mechanisms];
  return lines.map((line, i) => `250${i < lines.length - 1 ? '-' : ' '}${line}`).join('\r\n');
}
