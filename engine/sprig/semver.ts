import { native, nativeRun } from '../go/native.ts';
import type { Run } from '../go/run.ts';
import type { GoFunc } from '../go/value.ts';
import { meets, parseConstraints } from './semver-constraint.ts';
import { newVersion } from './semver-object.ts';
import { parseVersion } from './semver-version.ts';

function semverCompare(run: Run, constraint: string, version: string): boolean {
  const constraints = parseConstraints(constraint, run);
  return meets(parseVersion(version), constraints);
}

/** sprig's semver functions, over Masterminds/semver 3.4.0. */
export const semverFunctions: Readonly<Record<string, GoFunc>> = {
  semver: native('func(string) (*semver.Version, error)', newVersion),
  semverCompare: nativeRun('func(string, string) (bool, error)', semverCompare),
};
