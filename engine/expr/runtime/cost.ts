import type { Run } from '../../go/run.ts';
import { GoSlice } from '../../go/value.ts';

/** Counts one pass over a text or list; other values cost nothing. @throws {LimitError} */
export function charge(run: Run, value: unknown): void {
  if (typeof value === 'string') run.scan(value.length);
  else if (Array.isArray(value) || value instanceof Uint8Array) run.step(value.length);
  else if (value instanceof GoSlice) run.step(value.items.length);
}
