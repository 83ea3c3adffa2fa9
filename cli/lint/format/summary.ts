import type { Finding } from '../finding.ts';

export interface Summary {
  readonly errors: number;
  readonly warnings: number;
  readonly notes: number;
}

/** How many findings there are of each severity. */
export function summaryOf(findings: readonly Finding[]): Summary {
  const count = (wanted: Finding['severity']) => findings.filter(({ severity }) => severity === wanted).length;
  return { errors: count('error'), warnings: count('warning'), notes: count('note') };
}
