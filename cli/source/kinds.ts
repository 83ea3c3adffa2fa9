import { argoResource } from '../../controller/application/resources.ts';
import { configSyncResource, type Resource } from '../../controller/kubernetes/index.ts';
import type { Log } from '../../controller/log.ts';
import type { SharedVariables } from '../../controller/notification/namespace-configuration.ts';
import { Commits } from '../../controller/rsync/commits.ts';
import { readCommitMetadata } from '../../controller/rsync/git/metadata.ts';
import { variablesFor } from '../../controller/rsync/variables.ts';
import type { GetVariables } from '../../engine/api.ts';
import { argoVariables } from '../../engine/variables.ts';

/** The kinds of resources that can be read from a cluster. */
export const kinds: readonly Resource[] = [
  configSyncResource('RootSync'),
  configSyncResource('RepoSync'),
  argoResource('Application'),
];

/** The kind of a name such as `RootSync`, `rootsync` or `rootsyncs`. */
export function kindOf(name: string): Resource | undefined {
  const wanted = name.toLowerCase();
  return kinds.find(({ kind, plural }) => kind.toLowerCase() === wanted || plural === wanted);
}

/** Whether a kind is one of Config Sync's. */
export function isRSyncKind(kind: unknown): boolean {
  return kind === 'RootSync' || kind === 'RepoSync';
}

/** What variables ask beside the resource. */
export interface Lookups {
  /** The folder of a Git repository that has the commits. */
  readonly repoRoot: string;
  /** Told what is missing. */
  readonly log: Log;
}

/**
 * The variables of each resource: those of an RSync, and for any other kind those that Argo CD gives an Application. Without
 * look-ups `repo.GetCommitMetadata` is missing.
 */
export function variablesOf(shared: SharedVariables, lookups?: Lookups): GetVariables {
  const { context, secrets } = shared;
  const commits = lookups && new Commits(lookups.repoRoot, lookups.log);
  const ofRSync = variablesFor(
    shared,
    commits && { commitMetadata: (rsync, revision) => commits.metadata(rsync, revision) },
  );
  const ofApplication = {
    context,
    ...(secrets && { secrets: Object.fromEntries(secrets) }),
    ...(lookups && { commitMetadata: (revision: string) => readCommitMetadata(lookups.repoRoot, revision) }),
  };
  return (object, destination) =>
    isRSyncKind(object['kind'])
      ? ofRSync(object, destination)
      : argoVariables({ object, destination, ...ofApplication });
}
