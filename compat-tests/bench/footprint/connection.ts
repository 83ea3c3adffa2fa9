import { once } from 'node:events';
import { Agent, get } from 'node:https';
import type { Task } from './task.ts';

/** Opens a connection and keeps it. */
export async function openConnection({ url, certificate }: NonNullable<Task['connection']>): Promise<void> {
  const [response] = await once(get(url, { agent: new Agent({ keepAlive: true, ca: certificate }) }), 'response');
  await once(response.resume(), 'end');
}
