import { createHmac } from 'node:crypto';
import { GoError } from '../go/error.ts';
import { quote } from '../go/strconv.ts';
import { fromBytes, toBytes } from '../go/utf8.ts';
import type { LineConnection, TlsOptions } from './line-connection.ts';

interface Reply {
  readonly code: number;
  readonly text: string;
}

/** Lines that one reply may have. */
const maxLines = 1000;

/** A reply that is none of those wanted. `message` is `CODE "TEXT"`. */
class ReplyError extends GoError {
  constructor({ code, text }: Reply) {
    super(`${code} ${quote(text)}`);
  }
}

/** How to log in after AUTH has been offered. */
interface Mechanism {
  readonly name: string;
  /** What is sent with AUTH itself. */
  readonly initial?: string;
  /** The answer to a challenge. @throws {GoError} for one that is not expected */
  respond(challenge: string): string;
}

/** An SMTP session as Go's net/smtp and gomail v2 hold it. Errors are GoErrors with their texts. */
export class SmtpClient {
  private readonly connection: LineConnection;
  private readonly host: string;
  private extensions: ReadonlyMap<string, string> | undefined;
  private greeting: Error | undefined;

  private constructor(connection: LineConnection, host: string) {
    this.connection = connection;
    this.host = host;
  }

  /** A client whose server has greeted. What is wrong with EHLO and HELO shows when mail is sent. */
  static async open(connection: LineConnection, host: string): Promise<SmtpClient> {
    const client = new SmtpClient(connection, host);
    await client.reply(220);
    return client;
  }

  async hello(): Promise<void> {
    try {
      await this.ehlo();
    } catch (error) {
      if (!(error instanceof GoError)) throw error;
      this.extensions = undefined;
      await this.command('HELO localhost', 250).catch((failure: Error) => {
        this.greeting = failure;
      });
    }
  }

  /** Speaks TLS if the server offers it. */
  async startTls(options: TlsOptions): Promise<void> {
    if (!this.extensions?.has('STARTTLS')) return;
    await this.command('STARTTLS', 220);
    await this.connection.startTls(options);
    await this.ehlo();
  }

  /** Logs in if the server offers AUTH: by CRAM-MD5, by LOGIN where there is no PLAIN, else by PLAIN. */
  async authenticate(username: string, password: string): Promise<void> {
    const offered = this.extensions?.get('AUTH');
    if (offered === undefined) return;
    const mechanism = await this.mechanism(offered, username, password);
    let reply = await this.command(`AUTH ${mechanism.name} ${base64(mechanism.initial ?? '')}`.trim());
    while (reply.code === 334) {
      let response: string;
      try {
        response = mechanism.respond(decoded(reply.text));
      } catch (error) {
        await this.abandon();
        throw error;
      }
      reply = await this.command(base64(response));
    }
    if (reply.code === 235) return;
    await this.abandon();
    throw new ReplyError(reply);
  }

  async mail(from: string): Promise<void> {
    if (this.greeting) throw this.greeting;
    const options = ['8BITMIME', 'SMTPUTF8'].filter((name) => this.extensions?.has(name));
    const parameters = options.map((name) => (name === '8BITMIME' ? ' BODY=8BITMIME' : ` ${name}`));
    await this.command(`MAIL FROM:<${checked(from)}>${parameters.join('')}`, 250);
  }

  async recipient(to: string): Promise<void> {
    await this.command(`RCPT TO:<${checked(to)}>`, 25);
  }

  /** Sends a message of lines that end in CRLF. */
  async data(message: string): Promise<void> {
    await this.command('DATA', 354);
    const stuffed = message.replace(/(^|\r\n)\./g, '$1..');
    await this.connection.write(`${stuffed}${message.endsWith('\r\n') ? '' : '\r\n'}.\r\n`);
    await this.reply(250);
  }

  /** Takes leave; whatever comes of it. */
  async quit(): Promise<void> {
    try {
      await this.command('QUIT', 221);
    } catch (error) {
      if (!(error instanceof GoError)) throw error;
    }
  }

  private async ehlo(): Promise<void> {
    const { text } = await this.command('EHLO localhost', 250);
    this.extensions = new Map(
      text
        .split('\n')
        .slice(1)
        .map((line) => [line.split(' ', 1)[0] ?? '', line.slice(line.indexOf(' ') + 1 || line.length)]),
    );
  }

  private async mechanism(offered: string, username: string, password: string): Promise<Mechanism> {
    if (offered.includes('CRAM-MD5')) return cramMd5(username, password);
    const encrypted = this.connection.secure;
    if (offered.includes('LOGIN') && !offered.includes('PLAIN')) {
      if (encrypted || offered.split(' ').includes('LOGIN')) return login(username, password);
      await this.quit();
      throw new GoError('gomail: unencrypted connection');
    }
    if (encrypted || localhosts.has(this.host)) return plain(username, password);
    await this.quit();
    throw new GoError('unencrypted connection');
  }

  private async abandon(): Promise<void> {
    try {
      await this.command('*', 501);
    } catch (error) {
      if (!(error instanceof GoError)) throw error;
    }
    await this.quit();
  }

  private async command(line: string, expected = 0): Promise<Reply> {
    await this.connection.write(toBytes(`${line}\r\n`));
    return this.reply(expected);
  }

  /** The next reply, its lines joined; `expected` are the first digits of its code, 0 for any (Go's `textproto.ReadResponse`). */
  private async reply(expected: number): Promise<Reply> {
    const first = parseReply(await this.connection.line());
    const lines = [first.text];
    for (let continued = first.continued; continued; ) {
      const line = await this.connection.line();
      const next = lineParts(line);
      const same = next?.code === first.code;
      continued = !same || next.continued;
      lines.push(same ? next.text : line);
      if (lines.length > maxLines) throw new GoError('reply too long');
    }
    const reply = { code: first.code, text: lines.join('\n') };
    if (expected !== 0 && !String(reply.code).startsWith(String(expected))) throw new ReplyError(reply);
    return reply;
  }
}

const localhosts: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '::1']);

function cramMd5(username: string, password: string): Mechanism {
  return {
    name: 'CRAM-MD5',
    respond: (challenge) =>
      `${username} ${createHmac('md5', toBytes(password)).update(toBytes(challenge)).digest('hex')}`,
  };
}

function login(username: string, password: string): Mechanism {
  return {
    name: 'LOGIN',
    respond(challenge) {
      if (challenge === 'Username:') return username;
      if (challenge === 'Password:') return password;
      throw new GoError(`gomail: unexpected server challenge: ${challenge}`);
    },
  };
}

function plain(username: string, password: string): Mechanism {
  return {
    name: 'PLAIN',
    initial: `\0${username}\0${password}`,
    respond() {
      throw new GoError('unexpected server challenge');
    },
  };
}

function base64(text: string): string {
  return Buffer.from(toBytes(text)).toString('base64');
}

function decoded(text: string): string {
  return fromBytes(Buffer.from(text, 'base64'));
}

function checked(line: string): string {
  if (/[\r\n]/.test(line)) throw new GoError('smtp: A line must not contain CR or LF');
  return line;
}

interface ReplyLine extends Reply {
  readonly continued: boolean;
}

function lineParts(line: string): ReplyLine | undefined {
  const match = /^(\d{3})([ -])(.*)$/s.exec(line);
  return match ? { code: Number(match[1]), continued: match[2] === '-', text: match[3] ?? '' } : undefined;
}

function parseReply(line: string): ReplyLine {
  if (!/^...[ -]/s.test(line)) throw new GoError(`short response: ${quote(line)}`);
  const parts = lineParts(line);
  if (!parts || parts.code < 100) throw new GoError(`invalid response code: ${quote(line)}`);
  return parts;
}
