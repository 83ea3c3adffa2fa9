import type { Severity } from '../finding.ts';

/** An object that triggers and templates are tried with, and when it looks so. */
export interface Sample {
  /** As in `… fails for an Application that was never synced`. */
  readonly title: string;
  readonly object: Readonly<Record<string, unknown>>;
  /** Whether most of what an object of its kind may have is there. */
  readonly complete: boolean;
  /** Whether many configurations rightly do without such objects: what fails for no others is a note. */
  readonly rare?: boolean;
}

/** The severity of what goes wrong for these samples; undefined for the usual one. */
export function severityFor(samples: readonly Sample[]): Severity | undefined {
  return samples.every(({ rare }) => rare === true) ? 'note' : undefined;
}
