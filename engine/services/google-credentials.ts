import { createPrivateKey, sign } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { integer, str, struct } from '../config/schema.ts';
import { messageOf } from '../errors.ts';
import { GoError } from '../go/error.ts';
import { quote } from '../go/strconv.ts';
import { queryEscape } from '../go/url.ts';
import { fromBytes } from '../go/utf8.ts';
import { HttpClient, type HttpRequest } from './http.ts';
import type { Environment } from './http-proxy.ts';
import { decodeJson } from './json-text.ts';

const fileSchema = struct('credsfile.ServiceAccountFile', {
  type: str,
  client_email: str,
  private_key_id: str,
  private_key: str,
  client_id: str,
  client_secret: str,
  refresh_token: str,
});

const tokenSchema = struct('tokenJSON', { access_token: str, expires_in: integer('int64') });

export interface Token {
  readonly value: string;
  /** Milliseconds since the epoch. */
  readonly expires: number;
}

export interface CredentialOptions {
  /** A file with credentials; empty to look where Google's libraries look. */
  readonly file: string;
  readonly scopes: readonly string[];
  readonly environment: Environment;
  readonly http: HttpClient;
  readonly signal: AbortSignal;
}

const tokenUrl = 'https://oauth2.googleapis.com/token';
const noCredentials =
  'credentials: could not find default credentials. See https://cloud.google.com/docs/authentication/external/set-up-adc for more information';

/**
 * A token of the application default credentials: of the file given, of `GOOGLE_APPLICATION_CREDENTIALS`, of gcloud's own
 * file, or of the metadata server. A service account signs its token itself, as upstream does.
 * @throws {GoError}
 */
export async function googleToken(options: CredentialOptions): Promise<Token> {
  const named = options.file || options.environment['GOOGLE_APPLICATION_CREDENTIALS'] || '';
  if (named !== '') return tokenOfFile(await readCredentials(named), options);
  const home = options.environment['HOME'] ?? '';
  const wellKnown = join(home, '.config/gcloud/application_default_credentials.json');
  const text = home === '' ? undefined : await readFile(wellKnown).catch(() => undefined);
  return text ? tokenOfFile(fromBytes(text), options) : tokenOfMetadata(options);
}

async function readCredentials(file: string): Promise<string> {
  try {
    return fromBytes(await readFile(file));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    throw new GoError(`open ${file}: ${systemErrors.get(code) ?? messageOf(error)}`, { cause: error });
  }
}

const systemErrors: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'no such file or directory'],
  ['EACCES', 'permission denied'],
  ['EISDIR', 'is a directory'],
]);

async function tokenOfFile(text: string, options: CredentialOptions): Promise<Token> {
  const { value: file, error } = decodeJson(text, fileSchema);
  if (error) throw error;
  if (file.type === 'service_account') return selfSigned(file, options.scopes);
  if (file.type !== 'authorized_user') throw new GoError(`credentials: unsupported filetype ${quote(file.type)}`);
  const form = {
    client_id: file.client_id,
    client_secret: file.client_secret,
    grant_type: 'refresh_token',
    refresh_token: file.refresh_token,
  };
  const body = Object.entries(form).map(([name, value]) => `${name}=${queryEscape(value)}`);
  const headers: [string, string][] = [['Content-Type', 'application/x-www-form-urlencoded']];
  return requestToken(options.http, {
    method: 'POST',
    url: tokenUrl,
    headers,
    body: body.join('&'),
    signal: options.signal,
  });
}

interface ServiceAccount {
  readonly client_email: string;
  readonly private_key_id: string;
  readonly private_key: string;
}

/** A JSON Web Token that is a token by itself, valid for an hour. */
function selfSigned({ client_email, private_key_id, private_key }: ServiceAccount, scopes: readonly string[]): Token {
  const issued = Math.floor(Date.now() / 1000);
  const expires = issued + 3600;
  const header = { alg: 'RS256', typ: 'JWT', kid: private_key_id };
  const claims = { iss: client_email, scope: scopes.join(' '), exp: expires, iat: issued, aud: '', sub: client_email };
  const unsigned = [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  try {
    const signature = sign('sha256', Buffer.from(unsigned), createPrivateKey(private_key));
    return { value: `${unsigned}.${signature.toString('base64url')}`, expires: expires * 1000 };
  } catch {
    throw new GoError('credentials: could not parse key: private key should be a PEM or plain PKCS1 or PKCS8');
  }
}

async function tokenOfMetadata({ environment, scopes, signal }: CredentialOptions): Promise<Token> {
  const host = environment['GCE_METADATA_HOST'] || '169.254.169.254';
  const query = `scopes=${queryEscape(scopes.join(','))}`;
  const url = `http://${host}/computeMetadata/v1/instance/service-accounts/default/token?${query}`;
  const direct = new HttpClient();
  try {
    const headers: [string, string][] = [['Metadata-Flavor', 'Google']];
    return await requestToken(direct, { method: 'GET', url, headers, signal, timeout: 5000 });
  } catch (error) {
    throw new GoError(noCredentials, { cause: error });
  } finally {
    direct.close();
  }
}

async function requestToken(http: HttpClient, request: HttpRequest): Promise<Token> {
  const { status, body } = await http.request(request);
  if (status !== 200) throw new GoError(`auth: cannot fetch token: ${status}`);
  const { value, error } = decodeJson(fromBytes(body), tokenSchema);
  if (error) throw new GoError(`auth: cannot fetch token: ${error.message}`);
  if (value.access_token === '') throw new GoError('auth: server response missing access_token');
  return { value: value.access_token, expires: Date.now() + value.expires_in * 1000 };
}
