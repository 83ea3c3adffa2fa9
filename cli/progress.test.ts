import { afterEach, expect, it, vi } from 'vitest';
import { withProgress } from './progress.ts';
import { testIo } from './test-io.ts';

afterEach(() => void vi.useRealTimers());

it.each([
  ['nothing of what is quick', true, 900, ''],
  ['what takes longer than a second, until it is done', true, 1100, 'Reading…\r\u001b[K'],
  ['nothing where nobody looks', false, 5000, ''],
])('shows %s', async (_, terminal, milliseconds, shown) => {
  vi.useFakeTimers();
  const io = testIo({ terminal });
  const done = withProgress(
    io,
    'Reading',
    () => new Promise((resolve) => setTimeout(() => resolve('done'), milliseconds)),
  );
  await vi.advanceTimersByTimeAsync(milliseconds);
  expect(await done).toBe('done');
  expect(io.err()).toBe(shown);
});

it('clears it when the work fails', async () => {
  vi.useFakeTimers();
  const io = testIo({ terminal: true });
  const done = withProgress(
    io,
    'Reading',
    () => new Promise((_, reject) => setTimeout(() => reject(new Error('no')), 2000)),
  );
  const failed = expect(done).rejects.toThrow('no');
  await vi.advanceTimersByTimeAsync(2000);
  await failed;
  expect(io.err()).toBe('Reading…\r\u001b[K');
});
