import type { Arena } from './arena.ts';
import type { Contender } from './contender.ts';
import type { Tally } from './field.ts';

/** What one contender did in one scenario. */
export interface Row extends Tally {
  readonly contender: Contender['name'];
  /** What else was measured, in words. */
  readonly notes: string;
  /** What does not hold of what we promise; undefined when all does, or nothing is promised. */
  readonly broken?: string | undefined;
}

export interface Scenario {
  readonly name: string;
  /** What happens, for the report. */
  readonly title: string;
  /** What we promise. */
  readonly promise: string;
  readonly run: (arena: Arena) => Promise<Row[]>;
}

/** What is wrong with a tally, of a contender that promises to lose none and to double at most `doubles`. */
export function brokenBy({ lost, doubled }: Tally, doubles = 0): string | undefined {
  const found = [lost > 0 && `${lost} lost`, doubled > doubles && `${doubled} doubled`].filter(Boolean);
  return found.length > 0 ? found.join(', ') : undefined;
}
