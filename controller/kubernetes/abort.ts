import { asControllerError, ControllerError } from '../errors.ts';

export interface Deadline {
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs: number;
  readonly place: string;
}

/**
 * The result of `work`, or `Timeout` after timeoutMs, or `Aborted` when the caller's signal aborts. Its signal aborts with
 * that error; work that does not listen is left behind.
 */
export async function withDeadline<T>(deadline: Deadline, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const { signal, timeoutMs, place } = deadline;
  const controller = new AbortController();
  const abort = () => controller.abort(aborted(signal, place));
  if (signal?.aborted) throw aborted(signal, place);
  signal?.addEventListener('abort', abort);
  const timer = setTimeout(() => {
    controller.abort(new ControllerError('Timeout', place, `no answer within ${timeoutMs} ms`));
  }, timeoutMs);
  const given = Promise.withResolvers<never>();
  controller.signal.addEventListener('abort', () => given.reject(controller.signal.reason), { once: true });
  try {
    return await Promise.race([work(controller.signal), given.promise]);
  } catch (error) {
    throw controller.signal.aborted ? controller.signal.reason : error;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', abort);
  }
}

/** The reason of an aborted signal as a ControllerError of code `Aborted`. */
export function aborted(signal: AbortSignal | undefined, place: string): ControllerError {
  return asControllerError(signal?.reason ?? new Error('aborted'), 'Aborted', place);
}
