import { decodeValue } from '../config/decode.ts';
import { bool, type Decoded, integer, str, struct } from '../config/schema.ts';
import { EngineError } from '../errors.ts';
import { GoError } from '../go/error.ts';
import { type GoUrl, parseUrl } from '../go/url.ts';
import { byteLength, compareStrings, toBytes } from '../go/utf8.ts';
import type { Destination } from '../notification/destinations.ts';
import { JsonObject, unlessEmpty } from '../notification/json.ts';
import type { Notification } from '../notification.ts';
import { isToken } from './http-headers.ts';
import { decodeJson } from './json-text.ts';
import { LineConnection } from './line-connection.ts';
import { type KeyPair, keyPairFromSeed } from './nkey.ts';
import { serviceOptions } from './options.ts';
import { redact } from './redact.ts';
import type { SendContext, Service, ServiceHost, ServiceOptions, ServiceType } from './service.ts';

const schema = serviceOptions.nats;

const infoSchema = struct('nats.serverInfo', {
  headers: bool,
  tls_required: bool,
  tls_available: bool,
  max_payload: integer('int64'),
  nonce: str,
});

type NatsOptions = Decoded<typeof schema>;
type ServerInfo = Decoded<typeof infoSchema>;

/** Milliseconds to connect, and again to be welcomed. */
const timeout = 2000;
const defaultUrl = 'nats://127.0.0.1:4222';

/** A message published to the subject that the recipient is, over a connection of its own (upstream `nats.go`). */
export const nats: ServiceType = {
  name: 'nats',
  options: schema,
  parse({ value, text }: ServiceOptions, host: ServiceHost): Service {
    const { value: options, error } = decodeValue(value, schema, text);
    if (error) throw error;
    return new NatsService(options, host);
  },
};

class NatsService implements Service {
  private readonly options: NatsOptions;
  private readonly host: ServiceHost;

  constructor(options: NatsOptions, host: ServiceHost) {
    this.options = options;
    this.host = host;
  }

  async send({ message }: Notification, { recipient }: Destination, { signal }: SendContext): Promise<void> {
    const key = this.step('failed to create NKey from seed', () => this.keyPair());
    const servers = this.step('failed to connect to NATS server', () => shuffled(parseServers(this.options.url)));
    const { connection, info } = await this.connect(servers, key, signal);
    try {
      const bytes = this.step('failed to publish message to NATS', () => this.publication(recipient, message, info));
      await connection.write(bytes);
      await connection.end();
    } catch (error) {
      throw this.failure('failed to publish message to NATS', error);
    } finally {
      connection.close();
    }
  }

  private keyPair(): KeyPair | undefined {
    return this.options.nkey === '' ? undefined : keyPairFromSeed(this.options.nkey);
  }

  private async connect(servers: readonly GoUrl[], key: KeyPair | undefined, signal: AbortSignal): Promise<Connected> {
    const secure = servers.some(({ fields }) => fields.scheme === 'tls');
    let last: unknown;
    for (const server of servers) {
      try {
        return await this.connectTo(server, { secure, key }, signal);
      } catch (error) {
        if (signal.aborted) throw this.failure('failed to connect to NATS server', error);
        last = error instanceof GoError && error.message.includes('connection refused') ? undefined : error;
      }
    }
    const none = new GoError('nats: no servers available for connection');
    throw this.failure('failed to connect to NATS server', last ?? none);
  }

  private async connectTo(server: GoUrl, { secure, key }: Security, signal: AbortSignal): Promise<Connected> {
    const address = { host: server.hostname(), port: Number(server.port()) };
    const bounded = AbortSignal.any([signal, AbortSignal.timeout(2 * timeout)]);
    const connection = await LineConnection.dial(address, { signal: bounded, timeout });
    try {
      const info = parseInfo(await connection.line());
      if (key && info.nonce === '') throw new GoError('nats: nkeys not supported by the server');
      if (secure && !info.tls_required && !info.tls_available) {
        throw new GoError('nats: secure connection not available');
      }
      if (secure || info.tls_required) await connection.startTls(this.host.http.trust(server.fields.host));
      const credentials = this.credentials(server, key, info.nonce);
      await connection.write(`CONNECT ${connectText(credentials, secure, info.headers)}\r\nPING\r\n`);
      checkWelcome(await connection.line());
      return { connection, info };
    } catch (error) {
      connection.close();
      throw error;
    }
  }

  /** Those of the URL count first. */
  private credentials({ fields }: GoUrl, key: KeyPair | undefined, nonce: string): Credentials {
    const { user } = fields;
    if (user) {
      return user.password === undefined ? { auth_token: user.username } : { user: user.username, pass: user.password };
    }
    const { username, password } = this.options;
    const login = username !== '' && password !== '' ? { user: username, pass: password } : {};
    if (!key) return login;
    const sig = Buffer.from(key.sign(toBytes(nonce))).toString('base64url');
    return { nkey: key.publicKey, sig, ...login };
  }

  private publication(subject: string, message: string, info: ServerInfo): Uint8Array {
    if (subject === '') throw new GoError('nats: invalid subject');
    const headers = headerBlock(this.options.headers ?? {});
    if (headers !== '' && !info.headers) throw new GoError('nats: headers not supported by this server');
    const length = byteLength(headers) + byteLength(message);
    if (length > info.max_payload) throw new GoError('nats: maximum payload exceeded');
    const line = headers === '' ? `PUB ${subject} ${length}` : `HPUB ${subject} ${byteLength(headers)} ${length}`;
    return toBytes(`${line}\r\n${headers}${message}\r\n`);
  }

  private step<T>(what: string, run: () => T): T {
    try {
      return run();
    } catch (error) {
      throw this.failure(what, error);
    }
  }

  private failure(what: string, error: unknown): unknown {
    if (!(error instanceof GoError)) return error;
    return new EngineError('send', redact(`${what}: ${error.message}`, this.secrets()));
  }

  private secrets(): string[] {
    const { nkey, password, url } = this.options;
    const inUrl = url.split(',').flatMap((each) => /\/\/(?:[^@/]*:)?([^@/:]+)@/.exec(each)?.[1] ?? []);
    return [nkey, password, ...inUrl];
  }
}

interface Security {
  /** Whether TLS is wanted by a URL. */
  readonly secure: boolean;
  readonly key: KeyPair | undefined;
}

interface Connected {
  readonly connection: LineConnection;
  readonly info: ServerInfo;
}

interface Credentials {
  readonly nkey?: string;
  readonly sig?: string;
  readonly user?: string;
  readonly pass?: string;
  readonly auth_token?: string;
}

function parseServers(urls: string): GoUrl[] {
  const found = urls
    .split(',')
    .map((url) => url.trim().replace(/\/$/, ''))
    .filter((url) => url !== '')
    .map(parseServer);
  return found.length > 0 ? found : [parseServer(defaultUrl)];
}

function parseServer(text: string): GoUrl {
  const url = text.includes('://') ? text : `nats://${text}`;
  const parsed = parseUrl(url);
  if (/^wss?$/.test(parsed.fields.scheme)) throw new GoError('nats: websocket URLs are not supported');
  return parsed.port() === '' ? parseUrl(`${url}${url.endsWith(':') ? '' : ':'}4222`) : parsed;
}

/** The servers in random order, so that load is spread as upstream spreads it. */
function shuffled(servers: readonly GoUrl[]): GoUrl[] {
  return servers
    .map((server) => ({ server, at: Math.random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ server }) => server);
}

function parseInfo(line: string): ServerInfo {
  if (!/^INFO(\s|$)/.test(line)) throw new GoError('nats: protocol exception, INFO not received');
  const text = line.slice(4).trim();
  if (text === '') return infoSchema.zero();
  const { value, error } = decodeJson(text, infoSchema);
  if (error) throw error;
  return value;
}

/** The options of CONNECT, in the order and with the members that nats.go 1.43.0 sends. */
function connectText({ nkey, sig, user, pass, auth_token }: Credentials, secure: boolean, headers: boolean): string {
  return new JsonObject([
    ['verbose', false],
    ['pedantic', false],
    ...unlessEmpty('nkey', nkey ?? ''),
    ...unlessEmpty('sig', sig ?? ''),
    ...unlessEmpty('user', user ?? ''),
    ...unlessEmpty('pass', pass ?? ''),
    ...unlessEmpty('auth_token', auth_token ?? ''),
    ['tls_required', secure],
    ['name', ''],
    ['lang', 'go'],
    ['version', '1.43.0'],
    ['protocol', 1],
    ['echo', true],
    ['headers', headers],
    ['no_responders', headers],
  ]).toText();
}

function checkWelcome(line: string): void {
  if (line === 'PONG') return;
  if (!line.startsWith('-ERR')) throw new GoError(`nats: expected 'PONG', got '${line}'`);
  throw new GoError(`nats: ${line.slice('-ERR'.length).trim().replace(/'+$/, '').replace(/^'+/, '')}`);
}

/** Headers as Go's `http.Header.Write` has them; empty for none. Names that are no tokens are left out. */
function headerBlock(headers: Readonly<Record<string, string>>): string {
  const names = Object.keys(headers).sort(compareStrings);
  if (names.length === 0) return '';
  const lines = names
    .filter(isToken)
    .map((name) => `${name}: ${(headers[name] ?? '').replace(/[\r\n]/g, ' ').replace(/^[ \t]+|[ \t]+$/g, '')}\r\n`);
  return `NATS/1.0\r\n${lines.join('')}\r\n`;
}
