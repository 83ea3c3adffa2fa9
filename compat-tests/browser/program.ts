import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

/** A program of ours that serves a page, and the page's URL. */
export interface PageProgram {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/** Starts a program; its page is the first URL on loopback that it prints in a line that fits. @throws {Error} when none comes */
export async function startPage(args: readonly string[], fits: RegExp): Promise<PageProgram> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...args], { cwd: root, env: {} });
  const url = await Promise.race([urlOf(child, fits), failed(child)]);
  const stop = async () => {
    child.kill('SIGINT');
    const timer = setTimeout(() => child.kill('SIGKILL'), 5000);
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    clearTimeout(timer);
  };
  return { url, stop };
}

function urlOf(child: ChildProcess, fits: RegExp): Promise<string> {
  let text = '';
  return new Promise((resolve) => {
    child.stdout?.on('data', (data: Buffer) => {
      text += data.toString();
      const line = text.split('\n').find((each) => fits.test(each));
      const url = /http:\/\/127\.0\.0\.1:\d+\//.exec(line ?? '')?.[0];
      if (url !== undefined) resolve(url);
    });
  });
}

async function failed(child: ChildProcess): Promise<never> {
  let text = '';
  child.stderr?.on('data', (data: Buffer) => (text += data.toString()));
  await Promise.race([once(child, 'exit'), once(AbortSignal.timeout(20_000), 'abort')]);
  child.kill('SIGKILL');
  throw new Error(`no page was served: ${text}`);
}
