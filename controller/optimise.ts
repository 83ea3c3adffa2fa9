import { setFlagsFromString } from 'node:v8';

/**
 * Has V8 optimise code from now on, or not: a process that does little is no slower without it, and what compiles, and is compiled, stays
 * out of its memory (docs/benchmarks.md, Footprint).
 */
export function optimise(on: boolean): void {
  for (const compiler of ['turbofan', 'maglev']) setFlagsFromString(on ? `--${compiler}` : `--no-${compiler}`);
}
