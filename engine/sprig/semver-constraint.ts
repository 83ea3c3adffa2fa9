import { GoError } from '../go/error.ts';
import type { Run } from '../go/run.ts';
import { comparePrereleases, compareVersions, parseVersion, patterns, type SemanticVersion } from './semver-version.ts';

const operators = '=||!=|>|<|>=|=>|<=|=<|~|~>|\\^';
const version =
  'v?([0-9|x|X|\\*]+)(\\.[0-9|x|X|\\*]+)?(\\.[0-9|x|X|\\*]+)?' +
  '(-([0-9A-Za-z\\-]+(\\.[0-9A-Za-z\\-]+)*))?(\\+([0-9A-Za-z\\-]+(\\.[0-9A-Za-z\\-]+)*))?';

/*
 * The library's own patterns, with its quirks: they match anywhere in a text, and a class may hold a `|`. They would
 * backtrack without end as JavaScript's.
 */
const single = `^\\s*(${operators})\\s*(${version})\\s*$`;
const range = `\\s*(${version})\\s+-\\s+(${version})\\s*`;
const each = `(${operators})\\s*(${version})`;
const list = `^(\\s*(${operators})\\s*(${version})\\s*)((?:\\s+|,\\s*)(${operators})\\s*(${version})\\s*)*$`;

/** A version that a constraint compares with, and which of its segments were left open. */
interface Bound {
  readonly version: SemanticVersion;
  readonly isPartial: boolean;
  readonly isMinorOpen: boolean;
  readonly isPatchOpen: boolean;
}

interface Condition {
  readonly operator: Operator;
  readonly bound: Bound;
}

/** Conditions of which one list must hold, all of it. */
export type Constraints = readonly (readonly Condition[])[];

/**
 * The constraints of a text such as `>=1.2, <2 || ~3.1`, as `semver.NewConstraint`.
 * @throws {GoError} with the library's text, e.g. `improper constraint: abc`
 */
export function parseConstraints(text: string, run: Run): Constraints {
  const alternatives = patterns.get(range).replaceAll(text, '>= $1, <= $11 ').split('||');
  run.allocate(alternatives.length);
  return alternatives.map((alternative) => {
    if (!patterns.get(list).match(alternative)) throw new GoError(`improper constraint: ${alternative}`);
    return patterns.get(each).findAll(alternative).map(parseCondition);
  });
}

function parseCondition(text: string): Condition {
  const groups = patterns.get(single).findSubmatch(text);
  if (!groups) throw new GoError(`improper constraint: ${text}`);
  const [, operator = '', whole = '', major = '', minor = '', patch = '', prerelease = ''] = groups;
  const bound = parseBound(whole, major, minor, patch, prerelease);
  return { operator: operator as Operator, bound };
}

function parseBound(whole: string, major: string, minor: string, patch: string, prerelease: string): Bound {
  const none = { isPartial: false, isMinorOpen: false, isPatchOpen: false };
  if (isOpen(major)) return { ...none, version: boundVersion(`0.0.0${prerelease}`), isPartial: true };
  if (isOpen(minor)) {
    return {
      version: boundVersion(`${major}.0.0${prerelease}`),
      isPartial: true,
      isMinorOpen: true,
      isPatchOpen: false,
    };
  }
  if (isOpen(patch)) {
    const text = `${major}${minor}.0${prerelease}`;
    return { version: boundVersion(text), isPartial: true, isMinorOpen: false, isPatchOpen: true };
  }
  return { ...none, version: boundVersion(whole) };
}

function isOpen(segment: string): boolean {
  return /^\.?[xX*]?$/.test(segment);
}

function boundVersion(text: string): SemanticVersion {
  try {
    return parseVersion(text);
  } catch (error) {
    if (error instanceof GoError) throw new GoError('constraint parser error', { cause: error });
    throw error;
  }
}

/** Whether a version meets the constraints. A prerelease never meets alternatives that name none. */
export function meets(candidate: SemanticVersion, constraints: Constraints): boolean {
  return constraints.some((conditions) => {
    const hasPrerelease = conditions.some(({ bound }) => bound.version.prerelease !== '');
    if (candidate.prerelease !== '' && !hasPrerelease) return false;
    return conditions.every(({ operator, bound }) => checks[operator](candidate, bound));
  });
}

type Operator = '' | '=' | '!=' | '>' | '<' | '>=' | '=>' | '<=' | '=<' | '~' | '~>' | '^';
type Check = (candidate: SemanticVersion, bound: Bound) => boolean;

const isAtLeast: Check = (candidate, bound) => compareVersions(candidate, bound.version) >= 0;

const isLess: Check = (candidate, bound) => compareVersions(candidate, bound.version) < 0;

const isEqual: Check = (candidate, bound) =>
  bound.isPartial ? isTilde(candidate, bound) : compareVersions(candidate, bound.version) === 0;

const isNotEqual: Check = (candidate, bound) => {
  const { version: other, isPartial, isMinorOpen, isPatchOpen } = bound;
  if (!isPartial) return compareVersions(candidate, other) !== 0;
  if (candidate.major !== other.major) return true;
  if (isMinorOpen) return false;
  if (candidate.minor !== other.minor) return true;
  if (isPatchOpen) return comparePrereleases(candidate.prerelease, other.prerelease) !== 0;
  return candidate.patch !== other.patch || compareVersions(candidate, other) !== 0;
};

const isGreater: Check = (candidate, { version: other, isMinorOpen, isPatchOpen }) => {
  if (!isMinorOpen && !isPatchOpen) return compareVersions(candidate, other) > 0;
  if (candidate.major !== other.major) return candidate.major > other.major;
  return !isMinorOpen && candidate.minor > other.minor;
};

const isAtMost: Check = (candidate, bound) => {
  const { version: other, isPartial, isMinorOpen } = bound;
  if (!isPartial) return compareVersions(candidate, other) <= 0;
  if (candidate.major !== other.major) return candidate.major < other.major;
  return isMinorOpen || candidate.minor <= other.minor;
};

const isTilde: Check = (candidate, bound) => {
  const { version: other, isMinorOpen, isPatchOpen } = bound;
  if (isLess(candidate, bound)) return false;
  const isZero = other.major === 0n && other.minor === 0n && other.patch === 0n;
  if (isZero && !isMinorOpen && !isPatchOpen) return true;
  return candidate.major === other.major && (isMinorOpen || candidate.minor === other.minor);
};

const isCaret: Check = (candidate, bound) => {
  const { version: other, isMinorOpen, isPatchOpen } = bound;
  if (isLess(candidate, bound) || candidate.major !== other.major) return false;
  if (other.major > 0n || isMinorOpen) return true;
  if (candidate.minor !== other.minor) return false;
  return other.minor > 0n || isPatchOpen || candidate.patch === other.patch;
};

const checks: Readonly<Record<Operator, Check>> = {
  '': isEqual,
  '=': isEqual,
  '!=': isNotEqual,
  '>': isGreater,
  '<': isLess,
  '>=': isAtLeast,
  '=>': isAtLeast,
  '<=': isAtMost,
  '=<': isAtMost,
  '~': isTilde,
  '~>': isTilde,
  '^': isCaret,
};
