import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { HttpClient } from '../../engine/services/http.ts';
import { deliver, expectEqual, expectRefusal, type Peer, type PeerWorld, type Preparation, Skipped } from './peer.ts';
import { PeerProcess } from './peer-process.ts';

const requirements = join(import.meta.dirname, 'moto', 'requirements.txt');
const installDeadline = 10 * 60_000;
/** Upstream delays every message by 10 s. */
const receiveDeadline = 20_000;

/** The path of moto's server, installed from PyPI if need be. @throws {Skipped} without Python or PyPI */
async function prepare({ cache, say }: Preparation): Promise<string> {
  const folder = join(cache, 'peers', 'moto');
  const stamp = join(folder, '.stamp');
  const want = createHash('sha256').update(readFileSync(requirements)).digest('hex');
  const server = join(folder, 'bin', 'moto_server');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === want) return server;
  say(`Installing moto from PyPI into ${folder}, once…`);
  rmSync(folder, { recursive: true, force: true });
  attempt('python3', ['-m', 'venv', folder]);
  attempt(join(folder, 'bin', 'pip'), ['install', '--quiet', '--disable-pip-version-check', '-r', requirements]);
  writeFileSync(stamp, want);
  return server;
}

function attempt(command: string, args: readonly string[]): void {
  const done = spawnSync(command, [...args], { encoding: 'utf8', timeout: installDeadline });
  if (done.status === 0) return;
  const why = done.error?.message ?? done.stderr.trim().split('\n').slice(-3).join('\n');
  throw new Skipped(`${command} ${args.join(' ')}: ${why}`);
}

/** One call of SQS as any client makes it; moto checks no signature. */
class Queues {
  private readonly url: string;
  private readonly http = new HttpClient();

  constructor(url: string) {
    this.url = url;
  }

  async call(operation: string, input: Readonly<Record<string, unknown>>): Promise<Record<string, unknown>> {
    const headers: [string, string][] = [
      ['Content-Type', 'application/x-amz-json-1.0'],
      ['X-Amz-Target', `AmazonSQS.${operation}`],
      ['Authorization', 'AWS4-HMAC-SHA256 Credential=AKID/20260101/us-east-1/sqs/aws4_request'],
    ];
    const { status, body } = await this.http.request({
      method: 'POST',
      url: `${this.url}/`,
      headers,
      body: JSON.stringify(input),
    });
    const text = Buffer.from(body).toString();
    if (status !== 200) throw new Error(`${operation}: ${status} ${text}`);
    return JSON.parse(text) as Record<string, unknown>;
  }

  close(): void {
    this.http.close();
  }
}

async function run(world: PeerWorld, command: string): Promise<void> {
  const args = ['-H', '127.0.0.1', '-p', '0'];
  const ready = /Running on (http:\/\/127\.0\.0\.1:\d+)/;
  const { process, match } = await PeerProcess.start({ command, args, ready });
  const url = match[1] ?? '';
  const queues = new Queues(url);
  try {
    const { QueueUrl } = await queues.call('CreateQueue', { QueueName: 'syncs' });
    const options = `queue: syncs\nregion: us-east-1\nendpointUrl: ${url}\nkey: AKID\nsecret: $secret\n`;
    const secret = { secret: 'a secret access key' };
    const delivery = { type: 'awssqs', options, template: 'message: synced {{.name}} <ü>\n', secret };
    await deliver(world, delivery);
    expectEqual('the messages', await receive(queues, QueueUrl), ['synced root-sync <ü>']);
    const nowhere = deliver(world, { ...delivery, recipient: 'nowhere' });
    await expectRefusal(nowhere, /^operation error SQS: GetQueueUrl, .*NonExistentQueue: The specified queue does not/);
  } finally {
    queues.close();
    await process.stop();
  }
}

async function receive(queues: Queues, QueueUrl: unknown): Promise<unknown[]> {
  for (const end = Date.now() + receiveDeadline; Date.now() < end; await sleep(500)) {
    const { Messages = [] } = await queues.call('ReceiveMessage', { QueueUrl });
    const bodies = (Messages as { Body: string }[]).map(({ Body }) => Body);
    if (bodies.length > 0) return bodies;
  }
  throw new Error('the message does not arrive');
}

export const moto: Peer = { name: 'awssqs: a message to a queue of moto', prepare, run };
