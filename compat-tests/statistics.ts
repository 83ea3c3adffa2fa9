/** The middle of some numbers, 0 of none. */
export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

/** The p-th of some numbers in order, 0 of none. */
export function percentile(values: readonly number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * p))] ?? 0;
}

/** A median with the smallest and the largest, `12.1 (11.8–12.9)`; of one number that alone. */
export function spread(values: readonly number[], digits: number): string {
  const shown = (value: number) =>
    value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
  if (values.length < 2) return shown(values[0] ?? 0);
  return `${shown(median(values))} (${shown(Math.min(...values))}–${shown(Math.max(...values))})`;
}

/** Deliveries per second between the first tenth and the last, of the times of all in milliseconds: neither start nor stragglers. */
export function rateOf(times: readonly number[]): number {
  const from = Math.floor(times.length / 10);
  const to = Math.floor(times.length * 0.9) - 1;
  const span = (times[to] ?? 0) - (times[from] ?? 0);
  return span > 0 ? ((to - from) / span) * 1000 : 0;
}
