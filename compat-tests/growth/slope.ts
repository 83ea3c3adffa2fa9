export type Verdict = 'flat' | 'linear' | 'n log n' | 'worse';

/** The exponent of a growth: the slope of log cost over log n by least squares. @throws {Error} for fewer than two points */
export function exponentOf(points: readonly (readonly [n: number, cost: number])[]): number {
  if (points.length < 2) throw new Error(`${points.length} points have no slope`);
  const logs = points.map(([n, cost]) => [Math.log(n), Math.log(Math.max(cost, tiny))] as const);
  const meanX = logs.reduce((sum, [x]) => sum + x, 0) / logs.length;
  const meanY = logs.reduce((sum, [, y]) => sum + y, 0) / logs.length;
  const spread = logs.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
  return logs.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0) / spread;
}

/**
 * The exponent of what is added from one size to the next, so that a fixed cost hides nothing; 0 when next to nothing is.
 */
export function exponentOfAdded(points: readonly (readonly [n: number, cost: number])[]): number {
  const added = points.slice(1).map(([n, cost], i) => [n, cost - (points[i]?.[1] ?? 0)] as const);
  const most = Math.max(...points.map(([, cost]) => cost));
  return added.some(([, cost]) => cost < most * negligible) ? 0 : exponentOf(added);
}

const negligible = 0.001;

/** Less than any cost that is measured. */
const tiny = 1e-6;

const limits: readonly (readonly [Verdict, number])[] = [
  ['flat', 0.1],
  ['linear', 1.08],
  ['n log n', 1.25],
];

/** What the noise of a clock may add to an exponent. */
export const noise = 0.15;

/** How a cost grows, by its exponent. n log n has one of 1.1 to 1.25 at the sizes that are measured. */
export function verdictOf(exponent: number): Verdict {
  return limits.find(([, most]) => exponent <= most)?.[0] ?? 'worse';
}
