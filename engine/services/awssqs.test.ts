import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { createApi } from '../api.ts';
import { parseConfig } from '../config.ts';
import { HttpClient } from './http.ts';

const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

it('counts an answer without a message id for what it is: delivered; upstream panics', async () => {
  const answers = [{ QueueUrl: 'http://queue' }, { MD5OfMessageBody: createHash('md5').update('hello').digest('hex') }];
  const server = createServer((_request, response) => response.end(JSON.stringify(answers.shift())));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const http = new HttpClient();
  try {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const options = `queue: q\nregion: us-east-1\nendpointUrl: ${url}\nkey: k\nsecret: s\n`;
    const { config } = parseConfig({ data: { 'service.awssqs': options, 'template.t': 'message: hello\n' } });
    const { api } = createApi(config, { getVariables: (object) => object, host: { http } });
    const destination = { service: 'awssqs', recipient: '' };
    await api.send({}, ['t'], destination, { signal: AbortSignal.timeout(5000), log });
    expect(answers).toEqual([]);
  } finally {
    http.close();
    server.close();
  }
});

it('loads the SDK when it sends, and not before', () => {
  const script = `
    import Module from 'node:module';
    import { awssqs } from '${import.meta.dirname}/awssqs.ts';
    import { HttpClient } from '${import.meta.dirname}/http.ts';
    const loaded = () => Object.keys(Module._cache).some((path) => path.includes('client-sqs'));
    const text = 'endpointUrl: http://127.0.0.1:1\\n';
    const value = { queue: 'q', region: 'r', endpointUrl: 'http://127.0.0.1:1', };
    const service = awssqs.parse({ value, text }, { http: new HttpClient() });
    const before = loaded();
    const context = { signal: AbortSignal.timeout(2000), log: console };
    await service.send({ message: 'm', awssqs: null }, { service: 'awssqs', recipient: '' }, context).catch(() => {});
    console.log(JSON.stringify([before, loaded()]));
    process.exit();
  `;
  const environment = { AWS_EC2_METADATA_DISABLED: 'true' };
  const args = ['--disable-warning=ExperimentalWarning', '--input-type=module', '--eval', script];
  const output = execFileSync(process.execPath, args, { encoding: 'utf8', env: environment, timeout: 20_000 });
  expect(output.trim()).toBe('[false,true]');
});
