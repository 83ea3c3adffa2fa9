import { GoError, panic } from '../go/error.ts';
import { unmarshal } from '../go/json.ts';
import { native } from '../go/native.ts';
import { type GoType, parseType } from '../go/type.ts';
import { fromBytes, toBytes } from '../go/utf8.ts';
import { type GoFunc, GoNil, GoObject, sized } from '../go/value.ts';
import {
  checkMetadata,
  checkPrerelease,
  compareVersions,
  parseVersion,
  type SemanticVersion,
  versionText,
} from './semver-version.ts';

type Method = readonly [signature: string, implementation: (version: VersionObject, ...args: never[]) => unknown];

/** The part of a version that an increment or setter changes; the text keeps its leading `v`. */
function changed(version: VersionObject, change: Partial<SemanticVersion>): VersionObject {
  const next = { ...version.value, ...change };
  const prefix = version.value.original.startsWith('v') ? 'v' : '';
  return new VersionObject(valueType, { ...next, original: prefix + versionText(next) });
}

const uint64Type = parseType('uint64');

function uint64(value: bigint): bigint {
  return BigInt.asUintN(64, value);
}

function incPatch(version: VersionObject): VersionObject {
  const { patch, prerelease } = version.value;
  return changed(version, { patch: prerelease === '' ? uint64(patch + 1n) : patch, prerelease: '', metadata: '' });
}

function setPrerelease(version: VersionObject, prerelease: string): VersionObject {
  if (prerelease !== '') checkPrerelease(prerelease);
  return changed(version, { prerelease });
}

function setMetadata(version: VersionObject, metadata: string): VersionObject {
  if (metadata !== '') checkMetadata(metadata);
  return changed(version, { metadata });
}

const valueMethods: ReadonlyMap<string, Method> = new Map<string, Method>([
  [
    'IncMajor',
    [
      'func() semver.Version',
      (v) => changed(v, { major: uint64(v.value.major + 1n), minor: 0n, patch: 0n, prerelease: '', metadata: '' }),
    ],
  ],
  [
    'IncMinor',
    [
      'func() semver.Version',
      (v) => changed(v, { minor: uint64(v.value.minor + 1n), patch: 0n, prerelease: '', metadata: '' }),
    ],
  ],
  ['IncPatch', ['func() semver.Version', incPatch]],
  ['Major', ['func() uint64', (v) => v.value.major]],
  ['MarshalJSON', ['func() ([]uint8, error)', (v) => toBytes(v.json())]],
  ['MarshalText', ['func() ([]uint8, error)', (v) => toBytes(v.string())]],
  ['Metadata', ['func() string', (v) => v.value.metadata]],
  ['Minor', ['func() uint64', (v) => v.value.minor]],
  ['Patch', ['func() uint64', (v) => v.value.patch]],
  ['Prerelease', ['func() string', (v) => v.value.prerelease]],
  ['SetMetadata', ['func(string) (semver.Version, error)', setMetadata]],
  ['SetPrerelease', ['func(string) (semver.Version, error)', setPrerelease]],
  ['String', ['func() string', (v) => v.string()]],
  ['Value', ['func() (driver.Value, error)', (v) => v.string()]],
]);

function comparison(test: (order: number) => unknown): Method[1] {
  return (version, other: unknown) => {
    if (!(other instanceof VersionObject)) {
      throw panic('runtime error: invalid memory address or nil pointer dereference');
    }
    return test(compareVersions(version.value, other.value));
  };
}

const pointerMethods: ReadonlyMap<string, Method> = new Map<string, Method>([
  ...valueMethods,
  ['Compare', ['func(*semver.Version) int', comparison((order) => order)]],
  [
    'Equal',
    [
      'func(*semver.Version) bool',
      (v, other: unknown) => other instanceof VersionObject && compareVersions(v.value, other.value) === 0,
    ],
  ],
  ['GreaterThan', ['func(*semver.Version) bool', comparison((order) => order > 0)]],
  ['GreaterThanEqual', ['func(*semver.Version) bool', comparison((order) => order >= 0)]],
  ['LessThan', ['func(*semver.Version) bool', comparison((order) => order < 0)]],
  ['LessThanEqual', ['func(*semver.Version) bool', comparison((order) => order <= 0)]],
  ['Original', ['func() string', (v) => v.value.original]],
  ['Scan', ['func(interface {}) error', (v, text: unknown) => v.assign(() => (typeof text === 'string' ? text : ''))]],
  ['UnmarshalJSON', ['func([]uint8) error', (v, bytes: unknown) => v.assign(() => jsonText(bytes))]],
  ['UnmarshalText', ['func([]uint8) error', (v, bytes: unknown) => v.assign(() => textOf(bytes))]],
]);

function textOf(bytes: unknown): string {
  return bytes instanceof Uint8Array ? fromBytes(bytes) : '';
}

function jsonText(bytes: unknown): string {
  const value = unmarshal(textOf(bytes));
  return typeof value === 'string' ? value : '';
}

const pointerType = parseType('*semver.Version');
const valueType = parseType('semver.Version');
const noError = new GoNil('*errors.errorString');
const errorStringType = parseType('*errors.errorString');

/** What the functions that return nothing but an error give: the error, as a value. */
class ErrorObject extends GoObject {
  readonly type: GoType = errorStringType;
  private readonly text: string;

  constructor(text: string) {
    super();
    this.text = text;
  }

  override method(name: string): GoFunc | undefined {
    return name === 'Error' ? native('func() string', () => this.text) : undefined;
  }

  override string(): string {
    return this.text;
  }

  override equals(other: unknown): boolean {
    return this === other;
  }
}

/** A `*semver.Version`, or the `semver.Version` that methods such as `IncMajor` return. */
export class VersionObject extends GoObject {
  readonly type: GoType;
  private current: SemanticVersion;

  constructor(type: GoType, value: SemanticVersion) {
    super();
    this.type = type;
    this.current = value;
  }

  get value(): SemanticVersion {
    return this.current;
  }

  /** Takes over the version of a text. Returns the error, as a value, or nil. */
  assign(text: () => string): ErrorObject | GoNil {
    try {
      this.current = parseVersion(text());
      return noError;
    } catch (error) {
      if (error instanceof GoError) return new ErrorObject(error.message);
      throw error;
    }
  }

  override method(name: string): GoFunc | undefined {
    const method = (this.type === pointerType ? pointerMethods : valueMethods).get(name);
    if (!method) return undefined;
    const [signature, implementation] = method;
    return native(signature, (...args: never[]) => implementation(this, ...args));
  }

  override printedFields(): readonly (readonly [string, unknown])[] {
    const { major, minor, patch, prerelease, metadata, original } = this.current;
    return [
      ['major', sized(uint64Type, major)],
      ['minor', sized(uint64Type, minor)],
      ['patch', sized(uint64Type, patch)],
      ['pre', prerelease],
      ['metadata', metadata],
      ['original', original],
    ];
  }

  override string(): string {
    return versionText(this.current);
  }

  override json(): string {
    return `"${this.string()}"`;
  }

  override equals(other: unknown): boolean {
    if (this.type === pointerType || !(other instanceof VersionObject) || other.type !== this.type)
      return this === other;
    return this.value.original === other.value.original && this.string() === other.string();
  }
}

/** The pointer to the version of a text. @throws {GoError} with the library's text */
export function newVersion(text: string): VersionObject {
  return new VersionObject(pointerType, parseVersion(text));
}
