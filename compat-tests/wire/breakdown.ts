import { once } from 'node:events';
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Breakdown } from './case.ts';

/** Greets a client, and answers what it says with `answer` as far as the breakdown lets it. */
export async function serveBreakdown(
  socket: Socket,
  { greeting, answer }: { readonly greeting: string; readonly answer: string },
  broken: Breakdown,
): Promise<void> {
  socket.write(greeting);
  await once(socket.resume(), 'data');
  socket.on('error', () => socket.destroy());
  if (broken === 'before') socket.destroy();
  if (broken === 'within') socket.end(answer.slice(0, answer.length / 2));
  const chunk = broken === 'flood' ? answer.repeat(1000) : answer;
  while ((broken === 'endless' || broken === 'flood') && socket.writable) {
    socket.write(chunk);
    await sleep(broken === 'flood' ? 1 : 20);
  }
}
