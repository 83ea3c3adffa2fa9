import { setTimeout as sleep } from 'node:timers/promises';

export interface WaitOptions {
  /** In milliseconds; default 20 000. */
  readonly deadline?: number;
  /** Between two looks, in milliseconds; default 50. */
  readonly interval?: number;
  readonly state?: () => unknown;
}

/**
 * What `look` gives once it gives something. `what` names it in the error.
 * @throws {Error} after `deadline` milliseconds, with what `look` last threw or `state` last said.
 */
export async function waitFor<T>(
  what: string,
  look: () => Promise<T | undefined> | T | undefined,
  { deadline = 20_000, interval = 50, state }: WaitOptions = {},
): Promise<T> {
  const until = Date.now() + deadline;
  let problem = '';
  while (Date.now() < until) {
    try {
      const found = await look();
      if (found !== undefined) return found;
      problem = '';
    } catch (error) {
      problem = `: ${String(error)}`;
    }
    await sleep(interval);
  }
  const last = state === undefined ? problem : `: ${JSON.stringify(state())}`;
  throw new Error(`no ${what} after ${deadline / 1000} s${last}`);
}
