import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { processIo } from './io.ts';

function processLike(isTTY: boolean, env: Record<string, string> = {}) {
  const stream = () => Object.assign(new PassThrough(), { isTTY });
  const all = { stdin: stream(), stdout: stream(), stderr: stream(), env, cwd: () => import.meta.dirname };
  return all as typeof all & NodeJS.Process;
}

const { signal } = new AbortController();

it.each([
  [true, {}, true],
  [false, {}, false],
  [true, { NO_COLOR: '1' }, false],
  [true, { NO_COLOR: '' }, true],
  [true, { TERM: 'dumb' }, false],
])('colours on a terminal %j with %j: %j', (isTTY, env, color) => {
  expect(processIo(processLike(isTTY, env), signal).color).toBe(color);
});

it('reads standard input once for all', async () => {
  const process = processLike(false);
  const io = processIo(process, signal);
  const both = Promise.all([io.stdin(), io.stdin()]);
  for (const part of [Buffer.from('gr\u00fc\u00df').subarray(0, 3), Buffer.from('gr\u00fc\u00df').subarray(3)])
    process.stdin.push(part);
  process.stdin.push(null);
  expect(await both).toEqual(['gr\u00fc\u00df', 'gr\u00fc\u00df']);
  expect(await io.stdin()).toBe('gr\u00fc\u00df');
});

it('sees files from its folder, and folders not as files', () => {
  const { files } = processIo(processLike(false), signal);
  expect(files.isFile('io.ts')).toBe(true);
  expect(files.isFile('source')).toBe(false);
  expect(files.isFile('absent')).toBe(false);
  expect(files.read('io.ts')).toContain('processIo');
});
