import type { Io } from './io.ts';

/** Takes back what stands on the line of a terminal. */
export const clearLine = '\r\u001b[K';

/** Runs what may take a while; after a second, a terminal shows what it is that takes so long, until it is done. */
export async function withProgress<T>({ stderr }: Io, text: string, work: () => Promise<T>): Promise<T> {
  if (!stderr.isTerminal) return await work();
  let shown = false;
  const timer = setTimeout(() => {
    shown = true;
    stderr.write(`${text}…`);
  }, 1000);
  try {
    return await work();
  } finally {
    clearTimeout(timer);
    if (shown) stderr.write(clearLine);
  }
}
