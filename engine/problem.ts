import { EngineError } from './errors.ts';

/** Something wrong with an item of a ConfigMap. An item with an error cannot be used, the others still are; a warning changes nothing. */
export interface Problem {
  readonly severity: 'error' | 'warning';
  /** Key of the ConfigMap, or of the Secret for `notifiers.yaml`. */
  readonly key: string;
  /** From 1, in the value of the key. */
  readonly line?: number | undefined;
  readonly column?: number | undefined;
  /** Upstream's text. */
  readonly message: string;
  readonly error: EngineError;
  /** The version of the item that was read before is in use instead. */
  readonly kept?: boolean;
}

/** The problem that an error of a ConfigMap key is, its message with something in front. */
function problemOf(key: string, error: EngineError, prefix: string): Problem {
  const place = error.place && { ...error.place, key };
  const { code, hint, excerpt } = error;
  const message = `${prefix}${error.message}`;
  const located = new EngineError(code, message, { place, hint, excerpt, cause: error });
  return { severity: 'error', key, line: place?.line, column: place?.column, message, error: located };
}

/** `key:line:column: message` with excerpt, for people. The first line says whether the version of before is in use. */
export function formatProblem({ key, error, kept = false }: Problem): string {
  const text = error.place ? error.display : `${key}: ${error.display}`;
  return kept ? text.replace(/\n|$/, (end) => `; the version of before stays in force${end}`) : text;
}

/** Collects problems; strictly, the first error is thrown instead. */
export class Problems {
  readonly all: Problem[] = [];
  private readonly strict: boolean;

  constructor(strict: boolean) {
    this.strict = strict;
  }

  /** Runs what may throw an EngineError, which is then a problem of the key. */
  attempt(key: string, prefix: string, run: () => void): void {
    try {
      run();
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      const problem = problemOf(key, error, prefix);
      if (this.strict) throw problem.error;
      this.all.push(problem);
    }
  }

  warn(key: string, message: string): void {
    this.all.push({ severity: 'warning', key, message, error: new EngineError('config', message) });
  }
}
