/** What kind of thing went wrong. */
export type ErrorCode =
  | 'yaml'
  | 'decode'
  | 'secret'
  | 'config'
  | 'selector'
  | 'expression'
  | 'template'
  | 'render'
  | 'service-type'
  | 'service-options'
  | 'unknown-service'
  | 'unknown-trigger'
  | 'unknown-template'
  | 'send'
  /** Not delivered, and not to be tried again: upstream takes it for delivered, with a warning. */
  | 'send-final';

/** A position in a ConfigMap value: its key, and line and column from 1. */
export interface Place {
  readonly key?: string;
  readonly line: number;
  readonly column: number;
}

export interface EngineErrorOptions {
  readonly place?: Place | undefined;
  readonly cause?: unknown;
  /** Advice that is no part of upstream's text, e.g. `did you mean 'slack'?`. */
  readonly hint?: string | undefined;
  /** The source line with a caret below the place. */
  readonly excerpt?: string | undefined;
  /** How long the receiver asked to wait before the next try. */
  readonly retryAfterMs?: number | undefined;
}

/** The error of the notification model. `message` is upstream's text where upstream has one. */
export class EngineError extends Error {
  override readonly name: string = 'EngineError';
  readonly code: ErrorCode;
  readonly place: Place | undefined;
  readonly hint: string | undefined;
  readonly excerpt: string | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(code: ErrorCode, message: string, options: EngineErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.place = options.place;
    this.hint = options.hint;
    this.excerpt = options.excerpt;
    this.retryAfterMs = options.retryAfterMs;
  }

  /** `place: message`, the hint, and the excerpt on lines of their own. */
  get display(): string {
    const place = this.place ? `${formatPlace(this.place)}: ` : '';
    const hint = this.hint === undefined ? '' : ` (${this.hint})`;
    const excerpt = this.excerpt === undefined ? '' : `\n${this.excerpt}`;
    return `${place}${this.message}${hint}${excerpt}`;
  }
}

/** `key:line:column`, without the key when there is none. */
export function formatPlace(place: Place): string {
  const position = `${place.line}:${place.column}`;
  return place.key === undefined ? position : `${place.key}:${position}`;
}

/** The message of anything thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** What people should read of anything thrown: `display` of an EngineError, the message of others. */
export function displayOf(error: unknown): string {
  return error instanceof EngineError ? error.display : messageOf(error);
}

/** The line at a place and a caret under its column; long lines are cut around it. */
export function excerptOf(source: string, place: Pick<Place, 'line' | 'column'>): string | undefined {
  const line = source.split('\n')[place.line - 1]?.replace(/\r$/, '');
  if (line === undefined) return undefined;
  const start = Math.max(0, place.column - 60);
  const shown = line.slice(start, start + 100).replaceAll('\t', ' ');
  return ` | ${shown}\n | ${' '.repeat(Math.max(0, place.column - 1 - start))}^`;
}

/** `did you mean 'x'?` for the known name nearest to an unknown one, undefined when none is near. */
export function didYouMean(name: string, known: Iterable<string>): string | undefined {
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(name.length / 3)) + 1;
  for (const candidate of known) {
    if (Math.abs(candidate.length - name.length) >= bestDistance) continue;
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase());
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best === undefined ? undefined : `did you mean '${best}'?`;
}

/** As `didYouMean`, for the first 20 names that are asked about: each is compared with all that are known, once. */
export class Hints {
  private readonly found = new Map<string, string | undefined>();

  of(name: string, known: Iterable<string>): string | undefined {
    if (!this.found.has(name) && this.found.size < maxHints) this.found.set(name, didYouMean(name, known));
    return this.found.get(name);
  }
}

const maxHints = 20;

/** Insertions, deletions and replacements from `a` to `b`; both are cut at 64 characters. */
function editDistance(a: string, b: string): number {
  const to = b.slice(0, 64);
  let previous = Array.from({ length: to.length + 1 }, (_, i) => i);
  for (const [i, char] of [...a.slice(0, 64)].entries()) {
    const row = [i + 1];
    for (let k = 0; k < to.length; k++) {
      const replaced = (previous[k] ?? 0) + (to[k] === char ? 0 : 1);
      row.push(Math.min(replaced, (previous[k + 1] ?? 0) + 1, (row[k] ?? 0) + 1));
    }
    previous = row;
  }
  return previous[to.length] ?? 0;
}
