import { CliError } from '../errors.ts';
import { isCore, type Manifest, nameIn } from './documents.ts';

/** Which object of a file is meant. */
export interface Pick {
  readonly path: string;
  readonly kind: 'ConfigMap' | 'Secret';
  /** What it has to be called. */
  readonly named: string | undefined;
  /** What it is called if there are several. */
  readonly wanted: string | undefined;
}

/**
 * The object of a file that is meant: by its name, or else the one that is wanted, or the only one.
 * @throws {CliError} `NotFound` with upstream's text, `Usage` when there are several
 */
export function pick(manifests: readonly Manifest[], { path, kind, named, wanted }: Pick): Manifest {
  const all = manifests.filter((each) => isCore(each, kind));
  const name = named ?? wanted;
  const found = name === undefined ? undefined : all.find((each) => nameIn(each) === name);
  if (found) return found;
  if (named === undefined && all.length === 1 && all[0]) return all[0];
  if (name !== undefined) throw new CliError('NotFound', `file '${path}' does not have '/${kind}/${name}'`);
  if (all.length === 0) throw new CliError('NotFound', `file '${path}' does not have a ${kind}`);
  const flag = kind === 'Secret' ? '--secret-name' : '--config-map-name';
  const names = all.map(nameIn).join(', ');
  throw new CliError('Usage', `file '${path}' has several of kind ${kind} (${names}): choose one with ${flag}`);
}
