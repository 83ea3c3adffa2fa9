import { GoError } from '../go/error.ts';
import { RegexpCache } from '../go/regexp.ts';
import { parseUint } from '../go/strconv.ts';

/** The library's own patterns, compiled when they are first needed. */
export const patterns = new RegexpCache();

const loose =
  '^v?([0-9]+)(\\.[0-9]+)?(\\.[0-9]+)?' +
  '(-([0-9A-Za-z\\-]+(\\.[0-9A-Za-z\\-]+)*))?(\\+([0-9A-Za-z\\-]+(\\.[0-9A-Za-z\\-]+)*))?$';

/** A semantic version as Masterminds/semver 3.4.0 has it; equal versions may be spelled differently. */
export interface SemanticVersion {
  readonly major: bigint;
  readonly minor: bigint;
  readonly patch: bigint;
  readonly prerelease: string;
  readonly metadata: string;
  /** The text that was parsed. */
  readonly original: string;
}

/**
 * The version of a text; missing segments are 0, a leading `v` and leading zeros are let pass.
 * @throws {GoError} with the library's text, e.g. `invalid semantic version`
 */
export function parseVersion(text: string): SemanticVersion {
  const groups = patterns.get(loose).findSubmatch(text);
  if (!groups) throw new GoError('invalid semantic version');
  const prerelease = groups[5] ?? '';
  const metadata = groups[8] ?? '';
  const [major, minor, patch] = [segment(groups[1]), segment(groups[2]), segment(groups[3])];
  if (prerelease !== '') checkPrerelease(prerelease);
  if (metadata !== '') checkMetadata(metadata);
  return { major, minor, patch, prerelease, metadata, original: text };
}

function segment(text = '0'): bigint {
  try {
    return parseUint(text.replace(/^\./, ''), 10, 64);
  } catch (error) {
    if (error instanceof GoError)
      throw new GoError(`error parsing version segment: ${error.message}`, { cause: error });
    throw error;
  }
}

/** @throws {GoError} for text that may not follow the `-` of a version */
export function checkPrerelease(text: string): void {
  for (const part of text.split('.')) {
    if (!/^[\dA-Za-z-]+$/.test(part)) throw new GoError('invalid prerelease string');
    if (/^0\d+$/.test(part)) throw new GoError('version segment starts with 0');
  }
}

/** @throws {GoError} for text that may not follow the `+` of a version */
export function checkMetadata(text: string): void {
  if (!text.split('.').every((part) => /^[\dA-Za-z-]+$/.test(part))) throw new GoError('invalid metadata string');
}

/** The canonical text of a version. */
export function versionText(version: SemanticVersion): string {
  const { major, minor, patch, prerelease, metadata } = version;
  return `${major}.${minor}.${patch}${prerelease && `-${prerelease}`}${metadata && `+${metadata}`}`;
}

/** The order of two versions, their metadata ignored. */
export function compareVersions(a: SemanticVersion, b: SemanticVersion): -1 | 0 | 1 {
  const segments = order(a.major, b.major) || order(a.minor, b.minor) || order(a.patch, b.patch);
  if (segments !== 0) return segments;
  if (a.prerelease === '' || b.prerelease === '') return order(a.prerelease === '', b.prerelease === '');
  return comparePrereleases(a.prerelease, b.prerelease);
}

function order<T extends bigint | string | boolean>(a: T, b: T): -1 | 0 | 1 {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The order of two prerelease texts: numbers by value and before words, a longer one after its beginning. */
export function comparePrereleases(a: string, b: string): -1 | 0 | 1 {
  const [left, right] = [a.split('.'), b.split('.')];
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = compareParts(left[i] ?? '', right[i] ?? '');
    if (difference !== 0) return difference;
  }
  return 0;
}

function compareParts(a: string, b: string): -1 | 0 | 1 {
  if (a === b) return 0;
  if (a === '') return -1;
  if (b === '') return 1;
  const [x, y] = [uint64Of(a), uint64Of(b)];
  if (x === undefined && y === undefined) return order(a, b);
  if (y === undefined) return -1;
  if (x === undefined) return 1;
  return x > y ? 1 : -1;
}

function uint64Of(text: string): bigint | undefined {
  if (!/^\d+$/.test(text) || text.length > 20) return undefined;
  const value = BigInt(text);
  return value < 1n << 64n ? value : undefined;
}
