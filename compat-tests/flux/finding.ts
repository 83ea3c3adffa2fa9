import type { World } from './world.ts';

/** What was measured of both, in words. */
export interface Figure {
  readonly what: string;
  readonly flux: string;
  readonly ours: string;
}

/** Something that is said of one of them in a table, and whether it held. */
export interface Check {
  readonly name: string;
  readonly holds: boolean;
}

export interface Outcome {
  readonly figures: readonly Figure[];
  readonly checks: readonly Check[];
}

/** One question to both. */
export interface Finding {
  readonly name: string;
  /** What happens, for the report. */
  readonly title: string;
  readonly run: (world: World) => Promise<Outcome>;
}
