import { expect, it } from 'vitest';
import { silentLog } from './log.ts';
import { runUntil } from './program.ts';

function scripted(start: () => Promise<void>) {
  const calls: string[] = [];
  const stop = async () => {
    calls.push('stop');
  };
  return { calls, start, stop };
}

it('stops at the signal, also while it still starts', async () => {
  const process = scripted(() => new Promise(() => undefined));
  expect(await runUntil(Promise.resolve('SIGTERM'), process, silentLog)).toBe(0);
  expect(process.calls).toEqual(['stop']);
});

it('stops what a failed start has left running, and says why it failed', async () => {
  const process = scripted(() => Promise.reject(new Error('no start')));
  await expect(runUntil(new Promise(() => undefined), process, silentLog)).rejects.toThrow('no start');
  expect(process.calls).toEqual(['stop']);
});
