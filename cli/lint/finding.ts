/** How much a finding matters: an error breaks something, a warning most likely does, a note is worth knowing. */
export type Severity = 'error' | 'warning' | 'note';

/** What Argo CD makes of a finding: it refuses the ConfigMap, or the trigger or notification fails when it is due. */
export type ArgoVerdict = 'rejects' | 'fails';

/** A place in a file; line and column from 1, in UTF-16 units. */
export interface FilePlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Something that is wrong, where it is. */
export interface Finding extends FilePlace {
  /** Id of the rule. */
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  /** What would mend it, in a few words. */
  readonly hint?: string;
  /** The key path of the item, e.g. `data.trigger.on-failed[0].when`; empty for a whole file. */
  readonly path: string;
  /** The line and a caret below the place. */
  readonly excerpt?: string;
  readonly argo?: ArgoVerdict;
}

const severities: readonly Severity[] = ['error', 'warning', 'note'];

/** Whether `a` is at least as severe as `b`. */
export function isAtLeast(a: Severity, b: Severity): boolean {
  return severities.indexOf(a) <= severities.indexOf(b);
}
