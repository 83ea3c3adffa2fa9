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
  const mega = 1024 * 1024;
  let [heapTotal, user] = [20 * mega, 0];
  let busy = true;
  vi.spyOn(process, 'memoryUsage').mockImplementation((() => ({ heapTotal })) as never);
  vi.spyOn(process, 'cpuUsage').mockImplementation((before) => {
    if (before && busy) user += 100_000;
    return { user: user - (before?.user ?? 0), system: 0 };
  });
  const signal = Promise.withResolvers<string>();
  const done = runUntil(
    signal.promise,
    scripted(() => Promise.resolve()),
    silentLog,
  );
  const after = async (seconds: number) => {
    await vi.advanceTimersByTimeAsync(seconds * 1_000);
    return collect.mock.calls.length;
  };
  expect(await after(60)).toBe(0);
  busy = false;
  expect(await after(3)).toBe(1);
  heapTotal += 3 * mega;
  expect(await after(120)).toBe(1);
  heapTotal += 2 * mega;
  expect(await after(3)).toBe(2);
  heapTotal += 5 * mega;
  expect(await after(57)).toBe(2);
  expect(await after(3)).toBe(3);
  heapTotal = 100 * mega;
  expect(await after(120)).toBe(3);
  signal.resolve('SIGTERM');
  expect(await done).toBe(0);
  expect(vi.getTimerCount()).toBe(0);
});
