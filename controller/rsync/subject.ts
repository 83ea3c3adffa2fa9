import { configSyncResource, keyOf } from '../kubernetes/index.ts';
import type { Subject, SubjectContext } from '../notification/subject.ts';
import { annotationPrefixes } from './annotations.ts';
import { Commits } from './commits.ts';
import { StatusWriter } from './notification-status.ts';
import { variablesFor } from './variables.ts';

/** RootSyncs or RepoSyncs, each with a Notification that tells how things stand. */
export function rsyncSubject({ options, client, log, clock }: SubjectContext): Subject {
  const { apiKind, apiVersion, apiGroup, createNotification: create } = options;
  const companion = configSyncResource('Notification', apiVersion, apiGroup);
  const commits = new Commits(options.repoRoot, log);
  const writer = new StatusWriter({ client, resource: companion, create, log, clock });
  return {
    resource: configSyncResource(apiKind, apiVersion, apiGroup),
    allNamespaces: false,
    prefixes: annotationPrefixes,
    variables: (shared) =>
      variablesFor(shared, { commitMetadata: (rsync, revision) => commits.metadata(rsync, revision) }),
    report: ({ warnings, ...report }) =>
      writer.write({ ...report, warnings: [...warnings, ...commits.warningsOf(report.object)] }),
    forget: ({ metadata }) => writer.forget(keyOf(metadata)),
    companion,
    watches: [],
  };
}
