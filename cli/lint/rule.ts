import type { ArgoVerdict, Severity } from './finding.ts';
import type { Subject } from './subject/subject.ts';
import type { ManifestFile } from './text/manifest.ts';
import type { Spot } from './text/mapped.ts';

/** What a rule found, before it is placed. */
export interface Report {
  readonly spot: Spot;
  /** Key path of what it is about. */
  readonly path: string;
  readonly message: string;
  readonly hint?: string | undefined;
  /** Where it is not the rule's own. */
  readonly severity?: Severity | undefined;
  /** Where it is not the rule's own; null for nothing. */
  readonly argo?: ArgoVerdict | null;
  /** The expression or text it is about: what Argo CD's own catalog says as well is a note. */
  readonly text?: string;
  /** Whether its line may hold a secret, and is not to be shown. */
  readonly conceals?: boolean;
}

/** One kind of mistake. */
export interface Rule {
  readonly id: string;
  readonly severity: Severity;
  /** What Argo CD makes of it, by itself; nothing for what it does not notice. */
  readonly argo?: ArgoVerdict;
  /** What is wrong. */
  readonly what: string;
  /** What comes of it. */
  readonly why: string;
  readonly mend: string;
  /** Looks at a ConfigMap with all that belongs to it. */
  readonly check?: (subject: Subject) => Iterable<Report>;
  /** Looks at a file, whatever is in it. */
  readonly checkFile?: (file: ManifestFile) => Iterable<Report>;
}
