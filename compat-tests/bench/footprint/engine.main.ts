import { createApi, HttpClient, parseConfig } from '../../../engine/index.ts';
import { openConnection } from './connection.ts';
import { stay, type Task } from './task.ts';

// A process with the engine and one configuration.
const { connection, config, delivery } = JSON.parse(process.argv[2] ?? '{}') as Task;
const { data = {}, secret = {}, environment = {}, certificate = '' } = config ?? {};
const http = new HttpClient({ environment, certificates: () => [certificate] });
const { api } = createApi(parseConfig({ data }, secret, { strict: true }).config, {
  getVariables: (object) => object,
  host: { http, environment },
  strict: true,
});
if (connection) await openConnection(connection);
if (delivery) {
  const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
  const context = { signal: AbortSignal.timeout(20_000), log };
  await api.send(delivery.variables, [delivery.template], delivery.destination, context);
}
stay();
