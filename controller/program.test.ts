import { afterEach, expect, it, vi } from 'vitest';
import { silentLog } from './log.ts';
import { runUntil } from './program.ts';

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

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

it('gives memory back where it may: once it has started and is at rest, and when it is at rest after work', async () => {
  vi.useFakeTimers();
  const collect = vi.fn();
  vi.stubGlobal('gc', collect);
  let heapTotal = 20 * 1024 * 1024;
  vi.spyOn(process, 'memoryUsage').mockImplementation((() => ({ heapTotal })) as never);
  const signal = Promise.withResolvers<string>();
  const started = { ...scripted(() => Promise.resolve()), resting: false };
  const done = runUntil(signal.promise, started, silentLog);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(collect).not.toHaveBeenCalled();
  started.resting = true;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(collect).toHaveBeenCalledTimes(1);
  heapTotal += 3 * 1024 * 1024;
  await vi.advanceTimersByTimeAsync(120_000);
  expect(collect).toHaveBeenCalledTimes(1);
  heapTotal += 2 * 1024 * 1024;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(collect).toHaveBeenCalledTimes(2);
  heapTotal = 100 * 1024 * 1024;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(collect).toHaveBeenCalledTimes(2);
  signal.resolve('SIGTERM');
  expect(await done).toBe(0);
  expect(vi.getTimerCount()).toBe(0);
});
