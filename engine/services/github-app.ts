import { type KeyObject, sign } from 'node:crypto';
import { custom, str, struct } from '../config/schema.ts';
import { EngineError } from '../errors.ts';
import { quote } from '../go/strconv.ts';
import { layouts, parseTime, zeroTime } from '../go/time/index.ts';
import { toBytes } from '../go/utf8.ts';
import type { HttpClient, HttpResponse } from './http.ts';
import { HttpError } from './http-error.ts';
import { decodeBody } from './json-body.ts';
import { askedToWait } from './retry.ts';

export interface InstallationOptions {
  readonly appID: bigint;
  readonly installationID: bigint;
  readonly key: KeyObject;
  readonly baseUrl: string;
  readonly insecureSkipVerify: boolean;
}

interface AccessToken {
  token: string;
  /** Milliseconds since 1970. */
  expires_at: number;
}

const never = zeroTime.seconds * 1000;
const tokenSchema = struct<AccessToken>('ghinstallation.accessToken', {
  token: str,
  expires_at: custom(
    'time.Time',
    str,
    () => never,
    (text) => (text === '' ? never : parseTime(layouts.rfc3339, text).seconds * 1000),
  ),
});
const mediaType = 'application/vnd.github.v3+json';

/** The installation of a GitHub App: gets its access token and keeps it until a minute before it expires (ghinstallation). */
export class Installation {
  private readonly options: InstallationOptions;
  private readonly http: HttpClient;
  private current: AccessToken = tokenSchema.zero();
  private refreshing: Promise<void> | undefined;

  constructor(options: InstallationOptions, http: HttpClient) {
    this.options = options;
    this.http = http;
  }

  /** @throws {EngineError} `could not refresh installation id N's token: …` */
  async token(): Promise<string> {
    if (this.current.expires_at - 60_000 < Date.now()) {
      this.refreshing ??= this.refresh().finally(() => {
        this.refreshing = undefined;
      });
      await this.refreshing;
    }
    return this.current.token;
  }

  private async refresh(): Promise<void> {
    const { installationID, baseUrl } = this.options;
    const url = `${baseUrl.replace(/\/+$/, '')}/app/installations/${installationID}/access_tokens`;
    const failed = (reason: string, retryAfterMs?: number) => {
      const message = `could not refresh installation id ${installationID}'s token: ${reason}`;
      return new EngineError('send', message, { retryAfterMs });
    };
    const response = await this.ask(url, failed);
    if (response.status < 200 || response.status > 299) {
      const status = quote(`${response.status} ${response.reason}`);
      throw failed(`received non 2xx response status ${status} when fetching ${url}`, askedToWait(response));
    }
    const zero = () => ({ ...this.current });
    const { value, error } = decodeBody(response, { ...tokenSchema, zero });
    if (error) throw failed(error.message);
    this.current = value;
  }

  private async ask(url: string, failed: (reason: string) => EngineError): Promise<HttpResponse> {
    try {
      return await this.http.request({
        method: 'POST',
        url,
        body: 'null\n',
        headers: [
          ['Content-Type', 'application/json'],
          ['Accept', mediaType],
          ['Authorization', `Bearer ${this.jwt()}`],
        ],
        repeated: [['Accept', mediaType]],
        noRedirects: true,
        insecureSkipVerify: this.options.insecureSkipVerify,
      });
    } catch (error) {
      if (!(error instanceof HttpError)) throw error;
      if (error.failure === 'parse') throw failed(`could not create request: ${error.message}`);
      const id = this.options.installationID;
      throw failed(`could not get access_tokens from GitHub API for installation ID ${id}: ${error.reason}`);
    }
  }

  /** What the app authenticates itself with: valid for 90 seconds. */
  private jwt(): string {
    const issued = Math.floor(Date.now() / 1000) - 30;
    const claims = { iss: String(this.options.appID), exp: issued + 120, iat: issued };
    const text = `${base64Url('{"alg":"RS256","typ":"JWT"}')}.${base64Url(JSON.stringify(claims))}`;
    return `${text}.${sign('sha256', toBytes(text), this.options.key).toString('base64url')}`;
  }
}

function base64Url(text: string): string {
  return Buffer.from(text).toString('base64url');
}
