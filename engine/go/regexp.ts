import { createRequire } from 'node:module';
import type { RE2JS, RE2JSSyntaxException } from 're2js';
import { GoError } from './error.ts';
import { Memo } from './memo.ts';
import { originalNames, uniqueCaptures } from './regexp-captures.ts';
import { parseReplacement, type ReplacementPart } from './regexp-replacement.ts';

type Matcher = ReturnType<RE2JS['matcher']>;

const load = createRequire(import.meta.url);

/** The package re2js, which is loaded when the first pattern is compiled. */
function re2js(): typeof import('re2js') {
  return load('re2js') as typeof import('re2js');
}

/** Called with the length of a text that is growing; throws to stop it. */
export type OnLength = (length: number) => void;

/** Start and end of a match, in UTF-16 units. */
export type Span = readonly [start: number, end: number];

/**
 * The compiled form of a pattern in RE2 syntax, as Go's `regexp.Compile`.
 * @throws {GoError} with Go's text, e.g. ``error parsing regexp: missing closing ]: `[a` ``
 */
export function compileRegexp(pattern: string): Regexp {
  return new Regexp(pattern);
}

/** A bounded cache of compiled patterns and of the errors of those that do not compile. */
export class RegexpCache extends Memo<Regexp> {
  constructor(capacity = 200) {
    super(compileRegexp, capacity);
  }
}

/** A compiled pattern. Matching is linear in the text; which matches count follows Go's package regexp. */
export class Regexp {
  readonly source: string;
  private readonly compiled: RE2JS;
  /** The numbers of the groups of each name. */
  private readonly captures: ReadonlyMap<string, readonly number[]>;

  constructor(source: string) {
    this.source = source;
    const { pattern, captures } = uniqueCaptures(source);
    this.compiled = compile(pattern, source);
    this.captures = captures;
  }

  match(text: string): boolean {
    return this.compiled.matcher(text).find();
  }

  /** The leftmost match. */
  find(text: string): string | undefined {
    const span = this.findIndex(text);
    return span && text.slice(...span);
  }

  /** Where the leftmost match is. */
  findIndex(text: string): Span | undefined {
    const matcher = this.compiled.matcher(text);
    return matcher.find() ? [matcher.start(), matcher.end()] : undefined;
  }

  /** The leftmost match and its groups; undefined for a group that took no part. */
  findSubmatch(text: string): (string | undefined)[] | undefined {
    const matcher = this.compiled.matcher(text);
    return matcher.find() ? groupsOf(matcher) : undefined;
  }

  /** The first `limit` successive matches, all of them when `limit` is negative. */
  findAll(text: string, limit = -1): string[] {
    return this.findAllIndex(text, limit).map((span) => text.slice(...span));
  }

  /** Where the first `limit` successive matches are. An empty match right after another match does not count. */
  findAllIndex(text: string, limit = -1): Span[] {
    const spans: Span[] = [];
    if (limit === 0) return spans;
    for (const matcher of this.matches(text)) {
      spans.push([matcher.start(), matcher.end()]);
      if (spans.length === limit) break;
    }
    return spans;
  }

  /** One matcher, at each of the successive matches. */
  private *matches(text: string): Generator<Matcher> {
    const matcher = this.compiled.matcher(text);
    let last = -1;
    for (let at = 0; at <= text.length && matcher.find(at); ) {
      const [start, end] = [matcher.start(), matcher.end()];
      const isEmpty = end === at;
      if (!isEmpty || start !== last) yield matcher;
      at = isEmpty ? at + widthAt(text, at) : end;
      last = end;
    }
  }

  /** The text with every match replaced; `$1`, `${1}`, `$name` and `${name}` stand for groups and `$$` for `$`. */
  replaceAll(text: string, replacement: string, onLength?: OnLength): string {
    const parts = parseReplacement(replacement);
    return this.replace(text, (matcher) => parts.map((part) => this.expand(part, matcher)).join(''), onLength);
  }

  /** The text with every match replaced by a fixed text. */
  replaceAllLiteral(text: string, replacement: string, onLength?: OnLength): string {
    return this.replace(text, () => replacement, onLength);
  }

  private expand(part: ReplacementPart, matcher: Matcher): string {
    if ('text' in part) return part.text;
    const groups = 'group' in part ? [part.group] : (this.captures.get(part.name) ?? []);
    for (const group of groups) {
      const value = group <= matcher.groupCount() ? matcher.group(group) : null;
      if (value !== null) return value;
    }
    return '';
  }

  private replace(text: string, replacement: (matcher: Matcher) => string, onLength?: OnLength): string {
    let result = '';
    let last = 0;
    const matcher = this.compiled.matcher(text);
    for (let at = 0; at <= text.length && matcher.find(at); ) {
      const [start, end] = [matcher.start(), matcher.end()];
      result += text.slice(last, start);
      if (end > last || start === 0) result += replacement(matcher);
      onLength?.(result.length);
      last = end;
      at = Math.max(end, at + widthAt(text, at));
    }
    return result + text.slice(last);
  }

  /** The pieces between matches, at most `limit` of them unless it is negative; none when it is zero. */
  split(text: string, limit = -1): string[] {
    if (limit === 0) return [];
    if (this.source !== '' && text === '') return [''];
    const pieces: string[] = [];
    let begin = 0;
    let end = 0;
    for (const [start, next] of this.findAllIndex(text, limit)) {
      if (limit > 0 && pieces.length >= limit - 1) break;
      end = start;
      if (next !== 0) pieces.push(text.slice(begin, end));
      begin = next;
    }
    if (end !== text.length) pieces.push(text.slice(begin));
    return pieces;
  }
}

function groupsOf(matcher: Matcher): (string | undefined)[] {
  return Array.from({ length: matcher.groupCount() + 1 }, (_, group) => matcher.group(group) ?? undefined);
}

/** UTF-16 units of the character at a position, 1 at the end. */
function widthAt(text: string, at: number): number {
  return (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
}

function compile(pattern: string, source: string): RE2JS {
  const invalid = /\p{Surrogate}/u.exec(source);
  if (invalid) throw parseError('invalid UTF-8', source.slice(invalid.index));
  const { RE2JS, RE2JSException, RE2JSSyntaxException } = re2js();
  try {
    return RE2JS.compile(pattern);
  } catch (error) {
    if (error instanceof RE2JSSyntaxException) throw parseError(error.error, inputOf(error, source));
    if (error instanceof RE2JSException || error instanceof RangeError)
      throw parseError('expression too large', source);
    throw error;
  }
}

function inputOf(error: RE2JSSyntaxException, source: string): string {
  if (error.error === 'expression too large' || error.error === 'expression nests too deeply') return source;
  return originalNames(error.input ?? '');
}

function parseError(code: string, expression: string): GoError {
  return new GoError(`error parsing regexp: ${code}: \`${expression}\``);
}

/** A pattern that matches `text` itself, as Go's `regexp.QuoteMeta`. */
export function quoteMeta(text: string): string {
  return text.replace(/[\\.+*?()|[\]{}^$]/g, '\\$&');
}
