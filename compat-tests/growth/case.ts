/** Something whose cost may grow with a size. */
export interface GrowthCase {
  readonly area: string;
  /** What there is n of. */
  readonly name: string;
  /** The smallest size that is measured; the others are twice, four and eight times as large. */
  readonly size: number;
  /** The smallest size at which calls are counted in tests; default `size`. */
  readonly counted?: number;
  /** Why it may grow faster than n log n: Go's own way, or a limit that ends it. */
  readonly allowed?: string;
  /** Makes all that is needed at a size; the result does the work, as often as it is called. */
  readonly prepare: (n: number) => Work | Promise<Work>;
}

/** Work to be measured. What it returns, if anything, is called afterwards and not measured. */
export type Work = () => unknown;

/** The sizes at which a case is measured. */
export function sizesFrom(smallest: number): number[] {
  return [1, 2, 4, 8].map((factor) => smallest * factor);
}

/** The numbers below n. */
export function upTo(n: number): number[] {
  return Array.from({ length: n }, (_, i) => i);
}

/** A record of n members. */
export function recordOf<T>(n: number, member: (i: number) => readonly [string, T]): Record<string, T> {
  return Object.fromEntries(upTo(n).map(member));
}
