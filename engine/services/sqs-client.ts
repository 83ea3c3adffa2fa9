import type { SQSClient, SQSClientConfig } from '@aws-sdk/client-sqs';
import { messageOf } from '../errors.ts';
import { AwsError, apiError, sendError } from './aws-error.ts';
import type { HttpClient, HttpRequest, HttpResponse } from './http.ts';
import type { Environment } from './http-proxy.ts';

export interface SqsOptions {
  readonly region: string;
  /** Empty for AWS's own. */
  readonly endpointUrl: string;
  readonly key: string;
  readonly secret: string;
  /** Found by an earlier client. */
  readonly credentials?: Credentials | undefined;
}

/** Credentials, or what gets them when they are needed. */
export type Credentials = NonNullable<SQSClientConfig['credentials']>;

export type Operation = 'GetQueueUrl' | 'SendMessage';

/** The input of an operation, members in the order in which they are sent. */
export type Input = Readonly<Record<string, string | number>>;

/** A request as the SDK hands it over: signed and ready. */
interface SignedRequest {
  readonly method: string;
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** Signs with a region where none is known; only an endpoint of one's own is ever asked so. */
const anyRegion = 'us-east-1';

/**
 * SQS by `@aws-sdk/client-sqs`, which finds credentials, region and endpoint and signs. Requests leave through the one
 * HTTP client, and what they come to is told in the words of aws-sdk-go-v2.
 */
export class SqsClient {
  private readonly sdk: typeof import('./sqs-sdk.ts');
  private readonly client: SQSClient;
  private readonly http: HttpClient;
  private current: Call | undefined;

  private constructor(
    sdk: typeof import('./sqs-sdk.ts'),
    options: SqsOptions,
    http: HttpClient,
    environment: Environment,
  ) {
    this.sdk = sdk;
    this.http = http;
    this.client = new sdk.SQSClient({
      ...configuration(options, environment),
      requestHandler: {
        handle: (request: SignedRequest) => this.handle(request),
        metadata: { handlerProtocol: 'http/1.1' },
      },
    } as SQSClientConfig);
    this.client.middlewareStack.add(
      (next) => (args) => {
        const request = args.request as { body?: string };
        request.body = this.current?.body ?? '';
        return next(args);
      },
      { step: 'build', priority: 'high', name: 'goBody' },
    );
  }

  /** Loads the SDK. */
  static async load(options: SqsOptions, http: HttpClient, environment: Environment): Promise<SqsClient> {
    return new SqsClient(await import('./sqs-sdk.ts'), options, http, environment);
  }

  /** The answer to one try of an operation. @throws {AwsError} */
  async call(operation: Operation, input: Input, signal: AbortSignal): Promise<HttpResponse> {
    const current: Call = { body: bodyOf(input), signal, outcome: undefined };
    this.current = current;
    try {
      const known = { QueueName: '', QueueUrl: '', MessageBody: '', ...input };
      if (operation === 'GetQueueUrl') await this.client.send(new this.sdk.GetQueueUrlCommand(known));
      else await this.client.send(new this.sdk.SendMessageCommand(known));
    } catch (error) {
      throw unsent(error, signal);
    }
    const { outcome } = current;
    if (!outcome) throw new AwsError('the request was not sent', false);
    if (outcome instanceof AwsError) throw outcome;
    if (outcome.status < 200 || outcome.status > 299) throw apiError(outcome);
    return outcome;
  }

  /** What a later client can use. */
  get credentials(): Credentials {
    return this.client.config.credentials;
  }

  destroy(): void {
    this.client.destroy();
  }

  /** Sends for the SDK, keeps what it came to, and gives the SDK nothing to read. */
  private async handle({ method, protocol, hostname, port, path, headers, body }: SignedRequest) {
    const url = `${protocol}//${hostname}${port === undefined ? '' : `:${port}`}${path}`;
    if (this.current)
      this.current.outcome = await this.exchange({
        method,
        url,
        headers: Object.entries(headers),
        noRedirects: true,
        signal: this.current.signal,
        ...(body === undefined ? {} : { body }),
      });
    return { response: { statusCode: 200, headers: {}, body: new TextEncoder().encode('{}') } };
  }

  private async exchange(request: HttpRequest): Promise<HttpResponse | AwsError> {
    try {
      return await this.http.request(request);
    } catch (error) {
      return sendError(messageOf(error));
    }
  }
}

interface Call {
  /** What the service is sent in place of the SDK's own rendering. */
  readonly body: string;
  readonly signal: AbortSignal;
  outcome: HttpResponse | AwsError | undefined;
}

function configuration(
  { region, endpointUrl, key, secret, ...found }: SqsOptions,
  environment: Environment,
): SQSClientConfig {
  const set = (name: string) => environment[name] ?? '';
  const chosen = region || set('AWS_DEFAULT_REGION') || set('AWS_REGION') || (endpointUrl === '' ? '' : anyRegion);
  const token = set('AWS_SESSION_TOKEN');
  const own = { accessKeyId: key, secretAccessKey: secret };
  const given = { accessKeyId: set('AWS_ACCESS_KEY_ID'), secretAccessKey: set('AWS_SECRET_ACCESS_KEY') };
  const fixed = [own, { ...given, ...(token === '' ? {} : { sessionToken: token }) }].find(
    ({ accessKeyId, secretAccessKey }) => accessKeyId !== '' && secretAccessKey !== '',
  );
  const credentials = fixed ?? found.credentials;
  return {
    maxAttempts: 1,
    md5: false,
    useQueueUrlAsEndpoint: false,
    ...(chosen === '' ? {} : { region: chosen }),
    ...(endpointUrl === '' ? {} : { endpoint: endpointUrl }),
    ...(credentials ? { credentials } : {}),
  };
}

/** Why the SDK has not come to the point of sending. */
function unsent(error: unknown, signal: AbortSignal): AwsError {
  const message = messageOf(error);
  if (signal.aborted) return new AwsError('canceled, context deadline exceeded', false);
  if (/region is missing/i.test(message)) {
    const why = 'endpoint rule error, Invalid Configuration: Missing Region';
    return new AwsError(`failed to resolve service endpoint, ${why}`, false);
  }
  return new AwsError(`get identity: get credentials: failed to refresh cached credentials, ${message}`, false);
}

/** JSON as the SDK for Go writes it: nothing is escaped for HTML. */
function bodyOf(input: Input): string {
  return JSON.stringify(input).replace(/[\u2028\u2029]/g, (char) => `\\u${char.charCodeAt(0).toString(16)}`);
}
