import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { decodeValue } from '../config/decode.ts';
import { type Decoded, str, struct } from '../config/schema.ts';
import { EngineError } from '../errors.ts';
import { GoError } from '../go/error.ts';
import { fromBytes, toBytes, toValid } from '../go/utf8.ts';
import type { Destination } from '../notification/destinations.ts';
import type { Notification } from '../notification.ts';
import { AwsError, undecodable } from './aws-error.ts';
import type { HttpResponse } from './http.ts';
import { decodeFirstJson } from './json-text.ts';
import { serviceOptions } from './options.ts';
import { redact } from './redact.ts';
import type { SendContext, Service, ServiceHost, ServiceOptions, ServiceType } from './service.ts';
import { type Credentials, type Input, type Operation, SqsClient } from './sqs-client.ts';

const schema = serviceOptions.awssqs;

type AwsSqsOptions = Decoded<typeof schema>;

const answerSchema = struct('sqs.Output', { QueueUrl: str, MessageId: str, MD5OfMessageBody: str });

type Output = Decoded<typeof answerSchema>;

const attempts = 3;
/** Milliseconds for both operations with their retries. */
const sendTimeout = 60_000;

/** A message in a queue of Amazon SQS, delayed by 10 seconds as upstream delays it (upstream `awssqs.go`). */
export const awssqs: ServiceType = {
  name: 'awssqs',
  options: schema,
  parse({ value, text }: ServiceOptions, host: ServiceHost): Service {
    const { value: options, error } = decodeValue(value, schema, text);
    if (error) throw error;
    return new AwsSqsService(options, host);
  },
};

class AwsSqsService implements Service {
  private readonly options: AwsSqsOptions;
  private readonly host: ServiceHost;
  private credentials: Credentials | undefined;

  constructor(options: AwsSqsOptions, host: ServiceHost) {
    this.options = options;
    this.host = host;
  }

  async send(notification: Notification, { recipient }: Destination, context: SendContext): Promise<void> {
    const { queue, account } = this.options;
    const signal = AbortSignal.any([context.signal, AbortSignal.timeout(sendTimeout)]);
    const client = await this.client();
    try {
      const input = { QueueName: recipient || queue, ...(account === '' ? {} : { QueueOwnerAWSAccountId: account }) };
      const { QueueUrl } = await operate(client, 'GetQueueUrl', input, signal);
      const message = toValid(notification.message);
      const group = notification.awssqs?.messageGroupId ?? '';
      const sent = {
        DelaySeconds: 10,
        MessageBody: message,
        ...(group === '' ? {} : { MessageGroupId: group }),
        QueueUrl,
      };
      checkSum(await operate(client, 'SendMessage', sent, signal), message);
    } catch (error) {
      if (!(error instanceof GoError)) throw error;
      throw new EngineError('send', redact(error.message, this.secrets()));
    } finally {
      client.destroy();
    }
  }

  private async client(): Promise<SqsClient> {
    const { endpointUrl } = this.options;
    if (endpointUrl !== '' && !URL.canParse(endpointUrl)) {
      const why = `failed to resolve service endpoint, Failed to parse uri: ${endpointUrl}`;
      throw new EngineError('send', `operation error SQS: GetQueueUrl, ${why}`);
    }
    const options = { ...this.options, credentials: this.credentials };
    const client = await SqsClient.load(options, this.host.http, this.host.environment ?? {});
    this.credentials = client.credentials;
    return client;
  }

  private secrets(): string[] {
    const environment = this.host.environment ?? {};
    const names = ['AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'];
    return [this.options.secret, ...names.flatMap((name) => environment[name] ?? [])];
  }
}

/** What an operation gives after up to three tries, with the SDK's waits: a random part of 2, then of 4 seconds. */
async function operate(client: SqsClient, operation: Operation, input: Input, signal: AbortSignal): Promise<Output> {
  const failed = (text: string) => new GoError(`operation error SQS: ${operation}, ${text}`);
  if (input['QueueUrl'] === '') {
    throw failed('1 validation error(s) found.\n- missing required field, SendMessageInput.QueueUrl.\n');
  }
  for (let attempt = 1; ; attempt++) {
    try {
      return outputOf(await client.call(operation, input, signal));
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      if (!error.retryable || signal.aborted) throw failed(error.message);
      if (attempt === attempts) throw failed(`exceeded maximum number of attempts, ${attempts}, ${error.message}`);
      await sleep(Math.random() * 1000 * 2 ** attempt, undefined, { signal }).catch(() => {});
      if (signal.aborted) throw failed(`canceled, context deadline exceeded: ${error.message}`);
    }
  }
}

function outputOf(response: HttpResponse): Output {
  const { value, error } = decodeFirstJson(fromBytes(response.body), answerSchema);
  if (error && error.message !== 'EOF') throw undecodable(response, error);
  return value;
}

function checkSum({ MD5OfMessageBody: expected, MessageId: id }: Output, message: string): void {
  const sum = createHash('md5').update(toBytes(message)).digest('hex');
  if (expected === '' || expected === sum) return;
  const text = `message ${id} has invalid checksum, expected MD5 checksum ${expected}, got ${sum}`;
  throw new GoError(`operation error SQS: SendMessage, message checksum validation failed, ${text}`);
}
