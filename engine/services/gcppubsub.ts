import { setTimeout as sleep } from 'node:timers/promises';
import { decodeValue } from '../config/decode.ts';
import type { Decoded } from '../config/schema.ts';
import { EngineError } from '../errors.ts';
import { GoError } from '../go/error.ts';
import { queryEscape } from '../go/url.ts';
import { toBytes } from '../go/utf8.ts';
import type { Destination } from '../notification/destinations.ts';
import type { Notification } from '../notification.ts';
import { googleToken, type Token } from './google-credentials.ts';
import { type GrpcCode, GrpcError, unaryCall } from './grpc.ts';
import { proxyFromEnvironment } from './http-proxy.ts';
import { serviceOptions } from './options.ts';
import { connectThroughProxy } from './proxy-tunnel.ts';
import { redact } from './redact.ts';
import type { SendContext, Service, ServiceHost, ServiceOptions, ServiceType } from './service.ts';

const schema = serviceOptions.gcppubsub;

type GcpPubsubOptions = Decoded<typeof schema>;

/** Milliseconds for all tries of one publication, as upstream. */
const publishTimeout = 60_000;
/** Milliseconds before its end at which a token is no longer used. */
const earlyRefresh = 225_000;
const endpoint = 'pubsub.googleapis.com:443';
const publish = '/google.pubsub.v1.Publisher/Publish';
const scopes = ['https://www.googleapis.com/auth/cloud-platform', 'https://www.googleapis.com/auth/pubsub'];
const apiClient = 'gl-go/1.26.8 gccl/1.49.0 gapic/1.49.0 gax/2.14.1 grpc/1.71.0';
const retried: ReadonlySet<GrpcCode | undefined> = new Set<GrpcCode>([
  'Aborted',
  'Canceled',
  'Internal',
  'ResourceExhausted',
  'Unknown',
  'Unavailable',
  'DeadlineExceeded',
]);

/** A message published to a topic of Google Cloud Pub/Sub by gRPC (upstream `pubsub.go`). */
export const gcppubsub: ServiceType = {
  name: 'gcppubsub',
  options: schema,
  parse({ value, text }: ServiceOptions, host: ServiceHost): Service {
    const { value: options, error } = decodeValue(value, schema, text);
    if (error) throw error;
    return new GcpPubsubService(options, host);
  },
};

class GcpPubsubService implements Service {
  private readonly options: GcpPubsubOptions;
  private readonly host: ServiceHost;
  private token: Token | undefined;

  constructor(options: GcpPubsubOptions, host: ServiceHost) {
    this.options = options;
    this.host = host;
  }

  async send(notification: Notification, { recipient }: Destination, { signal, log }: SendContext): Promise<void> {
    const attributes = notification.gcppubsub?.attributes ?? {};
    try {
      await this.publish(recipient || this.options.topic, notification.message, attributes, signal);
    } catch (error) {
      if (!(error instanceof GoError || error instanceof EngineError)) throw error;
      const message = redact(error.message, this.token ? [this.token.value] : []);
      log.error(`failed to publish pubsub message: ${message}`);
      throw new EngineError('send', message);
    }
  }

  private async publish(
    name: string,
    message: string,
    attributes: Readonly<Record<string, string>>,
    context: AbortSignal,
  ): Promise<void> {
    if (this.options.project === '') throw new GoError('pubsub: projectID string is empty');
    const topic = `projects/${this.options.project}/topics/${name}`;
    const signal = AbortSignal.any([context, AbortSignal.timeout(publishTimeout)]);
    const emulator = this.host.environment?.['PUBSUB_EMULATOR_HOST'] ?? '';
    const authorization = emulator === '' ? { authorization: `Bearer ${await this.currentToken(signal)}` } : {};
    const request: Publication = {
      emulator,
      metadata: {
        'x-goog-api-client': apiClient,
        'x-goog-request-params': `topic=${queryEscape(topic)}`,
        ...authorization,
      },
      message: publishRequest(topic, message, attributes),
      signal,
    };
    const end = Date.now() + publishTimeout;
    for (let wait = 100; ; wait = Math.min(wait * 4, 60_000)) {
      const left = { 'grpc-timeout': `${Math.max(1, end - Date.now()) * 1000}u` };
      const error = await this.attempt({ ...request, metadata: { ...left, ...request.metadata } });
      if (!error) return;
      if (signal.aborted) throw new GoError('context deadline exceeded', { cause: error });
      if (!retried.has(error.code) || /x509/.test(error.message)) throw error;
      await sleep(Math.ceil(Math.random() * wait), undefined, { signal }).catch(() => {});
    }
  }

  /** One try; what came in its way. */
  private async attempt({ emulator, ...request }: Publication): Promise<GrpcError | undefined> {
    try {
      const response = await unaryCall({
        ...(await this.connection(emulator, request.signal)),
        method: publish,
        ...request,
      });
      return response.length === 0 ? new GrpcError('DataLoss', 'the response has no message id') : undefined;
    } catch (error) {
      if (error instanceof GrpcError) return error;
      if (!(error instanceof Error)) throw error;
      return new GrpcError('Unavailable', `connection error: desc = "transport: ${error.message}"`, error);
    }
  }

  private async connection(emulator: string, signal: AbortSignal) {
    if (emulator !== '') return { target: emulator, plaintext: true };
    const [host = '', port = ''] = endpoint.split(':');
    const proxy = proxyFromEnvironment(this.host.environment ?? {})({ scheme: 'https', host, port });
    const socket = proxy === undefined ? undefined : await connectThroughProxy(proxy, endpoint, signal);
    return { target: endpoint, plaintext: false, socket, ...this.host.http.trust(endpoint) };
  }

  private async currentToken(signal: AbortSignal): Promise<string> {
    if (!this.token || this.token.expires - earlyRefresh < Date.now()) {
      const { http, environment = {} } = this.host;
      try {
        this.token = await googleToken({ file: this.options.keyFile, scopes, environment, http, signal });
      } catch (error) {
        if (!(error instanceof GoError || error instanceof EngineError)) throw error;
        throw new GoError(`pubsub(publisher): ${error.message}`, { cause: error });
      }
    }
    return this.token.value;
  }
}

interface Publication {
  /** `host:port` of an emulator, empty for Google's own service. */
  readonly emulator: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly message: Uint8Array;
  readonly signal: AbortSignal;
}

/** A `google.pubsub.v1.PublishRequest` of one message. */
function publishRequest(topic: string, data: string, attributes: Readonly<Record<string, string>>): Uint8Array {
  const entries = Object.entries(attributes);
  for (const text of [topic, ...entries.flat()]) {
    if (text.isWellFormed()) continue;
    throw new GrpcError('Internal', 'grpc: error while marshaling: string field contains invalid UTF-8');
  }
  const pairs = entries.map(([key, value]) =>
    field(2, Buffer.concat([field(1, toBytes(key)), field(2, toBytes(value))])),
  );
  const bytes = toBytes(data);
  const message = Buffer.concat([bytes.length === 0 ? Buffer.alloc(0) : field(1, bytes), ...pairs]);
  return Buffer.concat([field(1, toBytes(topic)), field(2, message)]);
}

/** A protobuf field of bytes. */
function field(number: number, bytes: Uint8Array): Buffer {
  const length: number[] = [];
  let rest = bytes.length;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) length.push((rest % 0x80) | 0x80);
  return Buffer.concat([Buffer.from([(number << 3) | 2, ...length, rest]), bytes]);
}
