import { GoError, panic } from '../go/error.ts';
import { native, nativeRun } from '../go/native.ts';
import { quoteMeta, type Regexp, RegexpCache } from '../go/regexp.ts';
import type { Run } from '../go/run.ts';
import { canBackquote, quote } from '../go/strconv.ts';
import { type GoFunc, GoNil } from '../go/value.ts';

const cache = new RegexpCache();

/** Steps that a character of a pattern counts as. */
const perCharacter = 10;

type Compile = (run: Run, pattern: string) => Regexp;

/** For the functions whose error is a result. @throws {GoError} with the text of `regexp.Compile` */
const compile: Compile = (run, pattern) => {
  run.step(perCharacter * pattern.length);
  return cache.get(pattern);
};

/** For the functions that panic. @throws {GoError} a panic with the text of `regexp.MustCompile` */
const mustCompile: Compile = (run, pattern) => {
  try {
    return compile(run, pattern);
  } catch (error) {
    if (!(error instanceof GoError)) throw error;
    const quoted = canBackquote(pattern) ? `\`${pattern}\`` : quote(pattern);
    throw panic(`regexp: Compile(${quoted}): ${error.message}`);
  }
};

const noStrings = new GoNil('[]string');

/** A `limit` of matches within what the run may allocate, and one more to notice that it is exceeded. */
function bounded(run: Run, limit: number): number {
  return limit < 0 || limit > run.limits.memory ? run.limits.memory + 1 : limit;
}

function counted(run: Run, texts: string[]): string[] {
  run.allocate(texts.length);
  return texts;
}

function findAll(compiled: Compile, signature: string): GoFunc {
  return nativeRun(signature, (run, pattern: string, text: string, limit: number) => {
    const found = counted(run, compiled(run, pattern).findAll(text, bounded(run, limit)));
    return found.length === 0 ? noStrings : found;
  });
}

function split(compiled: Compile, signature: string): GoFunc {
  return nativeRun(signature, (run, pattern: string, text: string, limit: number) => {
    const regexp = compiled(run, pattern);
    return limit === 0 ? noStrings : counted(run, regexp.split(text, bounded(run, limit)));
  });
}

function find(compiled: Compile, signature: string): GoFunc {
  return nativeRun(signature, (run, pattern: string, text: string) => compiled(run, pattern).find(text) ?? '');
}

function replaceAll(compiled: Compile, signature: string): GoFunc {
  return nativeRun(signature, (run, pattern: string, text: string, replacement: string) =>
    compiled(run, pattern).replaceAll(text, replacement, (length) => run.checkLength(length)),
  );
}

function replaceAllLiteral(compiled: Compile, signature: string): GoFunc {
  return nativeRun(signature, (run, pattern: string, text: string, replacement: string) =>
    compiled(run, pattern).replaceAllLiteral(text, replacement, (length) => run.checkLength(length)),
  );
}

function isMatch(run: Run, pattern: string, text: string): boolean {
  return compile(run, pattern).match(text);
}

function isMatchOrFalse(run: Run, pattern: string, text: string): boolean {
  try {
    return isMatch(run, pattern, text);
  } catch (error) {
    if (error instanceof GoError) return false;
    throw error;
  }
}

/** sprig's regular expressions. `regexMatch` takes a bad pattern for one that does not match; the others panic. */
export const regexFunctions: Readonly<Record<string, GoFunc>> = {
  regexMatch: nativeRun('func(string, string) bool', isMatchOrFalse),
  mustRegexMatch: nativeRun('func(string, string) (bool, error)', isMatch),
  regexFindAll: findAll(mustCompile, 'func(string, string, int) []string'),
  mustRegexFindAll: findAll(compile, 'func(string, string, int) ([]string, error)'),
  regexFind: find(mustCompile, 'func(string, string) string'),
  mustRegexFind: find(compile, 'func(string, string) (string, error)'),
  regexReplaceAll: replaceAll(mustCompile, 'func(string, string, string) string'),
  mustRegexReplaceAll: replaceAll(compile, 'func(string, string, string) (string, error)'),
  regexReplaceAllLiteral: replaceAllLiteral(mustCompile, 'func(string, string, string) string'),
  mustRegexReplaceAllLiteral: replaceAllLiteral(compile, 'func(string, string, string) (string, error)'),
  regexSplit: split(mustCompile, 'func(string, string, int) []string'),
  mustRegexSplit: split(compile, 'func(string, string, int) ([]string, error)'),
  regexQuoteMeta: native('func(string) string', quoteMeta),
};
