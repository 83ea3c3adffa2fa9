/**
 * What a job comes to, whose signal aborts after `ms` or with another one. A timer that is cleared is far cheaper than
 * `AbortSignal.timeout` and `any`, which live on until they have fired.
 */
export async function within<T>(
  ms: number,
  outer: AbortSignal | undefined,
  job: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const abort = () => controller.abort(outer?.reason);
  const timer = setTimeout(() => controller.abort(new Error('timed out')), ms);
  outer?.addEventListener('abort', abort);
  if (outer?.aborted) abort();
  try {
    return await job(controller.signal);
  } finally {
    clearTimeout(timer);
    outer?.removeEventListener('abort', abort);
  }
}
