import { once } from 'node:events';
import type { Field } from '../field.ts';

/** Resolves when the sink has accepted `count` messages, or after `deadline` ms. */
export async function arrived({ sink }: Field, count: number, deadline: number): Promise<void> {
  const signal = AbortSignal.timeout(deadline);
  while (sink.arrivals.length < count && !signal.aborted) {
    const { promise, resolve } = Promise.withResolvers<void>();
    sink.onArrival = () => resolve();
    await Promise.race([promise, once(signal, 'abort')]);
  }
  sink.onArrival = () => undefined;
}
