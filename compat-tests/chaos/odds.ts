/** How often something happened, and how much there was of what it could have happened in. */
export interface Count {
  readonly events: number;
  readonly exposure: number;
}

/**
 * How likely it is that, of the events of both, at least as many fall to `a` as did, if both had the same rate: a one-sided test
 * of two Poisson rates, conditional on their sum (binomial). 1 when there is nothing to compare.
 */
export function chanceOfMore(a: Count, b: Count): number {
  const total = a.events + b.events;
  const exposure = a.exposure + b.exposure;
  if (a.events === 0 || exposure === 0) return 1;
  const share = a.exposure / exposure;
  if (share === 1) return 1;
  let chance = 0;
  let logChoose = 0;
  for (let k = 0; k <= total; k++) {
    if (k > 0) logChoose += Math.log((total - k + 1) / k);
    if (k >= a.events) chance += Math.exp(logChoose + k * Math.log(share) + (total - k) * Math.log1p(-share));
  }
  return Math.min(1, chance);
}
