/** How a quantity went over a time. */
export interface Fit {
  readonly first: number;
  readonly mean: number;
  readonly last: number;
  /** What the fitted line rises by from the first point to the last. */
  readonly rise: number;
  /** The rise in standard errors of the fit; infinite when every point is on the line. */
  readonly certainty: number;
}

/** The line through points by least squares. @throws {Error} for fewer than three points */
export function fit(points: readonly (readonly [x: number, y: number])[]): Fit {
  if (points.length < 3) throw new Error(`${points.length} points fit no line`);
  const n = points.length;
  const meanX = points.reduce((sum, [x]) => sum + x, 0) / n;
  const mean = points.reduce((sum, [, y]) => sum + y, 0) / n;
  const spread = points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
  const slope = spread === 0 ? 0 : points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - mean), 0) / spread;
  const residual = points.reduce((sum, [x, y]) => sum + (y - mean - slope * (x - meanX)) ** 2, 0);
  const error = Math.sqrt(residual / (n - 2) / (spread || 1));
  const [[startX, first], [endX, last]] = [points[0], points[n - 1]] as [[number, number], [number, number]];
  const certainty = slope === 0 ? 0 : error === 0 ? Number.POSITIVE_INFINITY : Math.abs(slope) / error;
  return { first, mean, last, rise: slope * (endX - startX), certainty };
}

/** A quantity is flat unless it rises by more than `tolerance`, and by more than its noise explains. */
export function isFlat({ rise, certainty }: Fit, tolerance: number): boolean {
  return rise <= tolerance || certainty < 3;
}
