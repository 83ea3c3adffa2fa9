import { matchesGlob } from 'node:path';
import { compileRegexp } from '../../engine/go/regexp.ts';
import { ControllerError } from '../errors.ts';

/**
 * Whether a namespace is one of a list of globs and, between slashes, regular expressions of RE2 (argo-cd `glob.MatchStringInList`).
 * @throws {ControllerError} `Usage` for a regular expression that does not compile
 */
export function namespaceMatcher(patterns: readonly string[]): (namespace: string) => boolean {
  const matchers = patterns.map(matcherOf);
  return (namespace) => matchers.some((matches) => matches(namespace));
}

function matcherOf(pattern: string): (namespace: string) => boolean {
  const [, expression] = /^\/(.+)\/$/.exec(pattern) ?? [];
  if (expression === undefined) return (namespace) => matchesGlob(namespace, pattern);
  try {
    const regexp = compileRegexp(expression);
    return (namespace) => regexp.match(namespace);
  } catch (error) {
    throw new ControllerError('Usage', '--application-namespaces', (error as Error).message, { cause: error });
  }
}
