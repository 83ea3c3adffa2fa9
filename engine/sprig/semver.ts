import { nativeRun } from '../go/native.ts';
import type { Run } from '../go/run.ts';
import type { GoFunc } from '../go/value.ts';
import { meets, parseConstraints } from './semver-constraint.ts';
import { newVersion } from './semver-object.ts';
import { parseVersion } from './semver-version.ts';

/** Steps that a character of a version or constraint counts as. */
const perCharacter = 10;

function semver(run: Run, version: string): unknown {
  run.step(perCharacter * version.length);
  return newVersion(version);
}

function semverCompare(run: Run, constraint: string, version: string): boolean {
  run.step(perCharacter * (constraint.length + version.length));
  const constraints = parseConstraints(constraint, run);
  return meets(parseVersion(version), constraints);
}

/** sprig's semver functions, over Masterminds/semver 3.4.0. */
export const semverFunctions: Readonly<Record<string, GoFunc>> = {
  semver: nativeRun('func(string) (*semver.Version, error)', semver),
  semverCompare: nativeRun('func(string, string) (bool, error)', semverCompare),
};
