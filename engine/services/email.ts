import { decodeValue } from '../config/decode.ts';
import type { Decoded } from '../config/schema.ts';
import { EngineError } from '../errors.ts';
import { GoError } from '../go/error.ts';
import { parseMailAddress } from '../go/mail.ts';
import { encodeHeaderValue } from '../go/mime.ts';
import { quote } from '../go/strconv.ts';
import { fromInstant, local } from '../go/time/index.ts';
import type { Destination } from '../notification/destinations.ts';
import type { Notification } from '../notification.ts';
import { type EmailMessage, formatMessage } from './email-message.ts';
import { LineConnection } from './line-connection.ts';
import { serviceOptions } from './options.ts';
import { redact } from './redact.ts';
import type { SendContext, Service, ServiceHost, ServiceOptions, ServiceType } from './service.ts';
import { SmtpClient } from './smtp.ts';

const schema = serviceOptions.email;

type EmailOptions = Decoded<typeof schema>;

/** Milliseconds for the connection to stand, as upstream. */
const dialTimeout = 10_000;
/** Milliseconds for one mail; upstream waits for ever. */
const sendTimeout = 60_000;

/** Mail by SMTP, one connection a notification (upstream `email.go` with gomail v2). */
export const email: ServiceType = {
  name: 'email',
  options: schema,
  parse({ value, text }: ServiceOptions, host: ServiceHost): Service {
    const { value: options, error } = decodeValue(value, schema, text);
    if (error) throw error;
    return new EmailService(options, host);
  },
};

class EmailService implements Service {
  private readonly options: EmailOptions;
  private readonly host: ServiceHost;
  /** Whether there is somebody to log in as. */
  private readonly loggingIn: boolean;

  constructor(options: EmailOptions, host: ServiceHost) {
    this.options = options;
    this.host = host;
    this.loggingIn = options.username !== '' && options.password !== '';
  }

  async send({ message, email: mail }: Notification, { recipient }: Destination, context: SendContext): Promise<void> {
    const text: EmailMessage = {
      from: this.options.from,
      to: recipient.split(',').map((address) => address.replace(/^ +| +$/g, '')),
      subject: mail?.subject ?? '',
      body: mail?.body || message,
      html: this.options.html,
      date: fromInstant({ seconds: Math.floor(Date.now() / 1000), nanoseconds: 0 }, local),
    };
    const signal = AbortSignal.any([context.signal, AbortSignal.timeout(sendTimeout)]);
    try {
      await this.deliver(text, signal, true);
    } catch (error) {
      if (!(error instanceof GoError)) throw error;
      throw new EngineError('send', redact(error.message, this.secrets()));
    }
  }

  private async deliver(text: EmailMessage, signal: AbortSignal, again: boolean): Promise<void> {
    const connection = await this.dial(signal);
    try {
      const client = await this.session(connection);
      if (await sendMail(client, text, again)) await connection.end();
      else return await this.deliver(text, signal, false);
    } finally {
      connection.close();
    }
  }

  private dial(signal: AbortSignal): Promise<LineConnection> {
    const host = this.options.host.replace(/^\[(.*)\]$/, '$1');
    return LineConnection.dial({ host, port: this.options.port }, { signal, timeout: dialTimeout });
  }

  /** TLS at once on port 465 where there is somebody to log in as; else STARTTLS where it is offered. */
  private async session(connection: LineConnection): Promise<SmtpClient> {
    const { host, port, username, password, insecure_skip_verify: insecureSkipVerify } = this.options;
    const tls = { insecureSkipVerify, ...this.host.http.trust(`${host}:${port}`) };
    const implicit = port === 465 && this.loggingIn;
    if (implicit) await connection.startTls(tls);
    const client = await SmtpClient.open(connection, host);
    await client.hello();
    if (!implicit) await client.startTls(tls);
    if (this.loggingIn) await client.authenticate(username, password);
    return client;
  }

  private secrets(): string[] {
    const { username, password } = this.options;
    return [password, `\0${username}\0${password}`, `${username}:${password}`];
  }
}

/** Whether the mail has been sent; not when the server goes away at its very beginning and that is worth another try. */
async function sendMail(client: SmtpClient, text: EmailMessage, again: boolean): Promise<boolean> {
  try {
    const from = addressOf(text.from);
    const recipients = new Set(text.to.map(addressOf));
    try {
      await client.mail(from);
    } catch (error) {
      if (again && error instanceof GoError && error.message === 'EOF') return false;
      throw error;
    }
    for (const recipient of recipients) await client.recipient(recipient);
    await client.data(formatMessage(text));
  } catch (error) {
    await client.quit();
    if (!(error instanceof GoError)) throw error;
    throw new GoError(`gomail: could not send email 1: ${error.message}`, { cause: error });
  }
  await client.quit();
  return true;
}

/** The address that a header value holds, read from it as it is sent. */
function addressOf(value: string): string {
  const field = encodeHeaderValue(value);
  try {
    return parseMailAddress(field);
  } catch (error) {
    if (!(error instanceof GoError)) throw error;
    throw new GoError(`gomail: invalid address ${quote(field)}: ${error.message}`);
  }
}
