import { newMap } from '../../../engine/go/value.ts';
import type { KubernetesObject } from '../../kubernetes/index.ts';
import { textAt } from '../sync.ts';
import { conditionsOf } from './conditions.ts';
import { type Facts, factsOf } from './facts.ts';
import { healthOf } from './health.ts';
import { type Operation, operationOf, operationState } from './operation.ts';
import { destinationOf, revisionOf, sourceOf, sourceTypeOf } from './source.ts';

/**
 * The RSync as Argo CD's Application that it would be, for the variable `app`. Shares with the RSync what they have in common. Takes the
 * first state that applies, from deletion to synced; `Suspended` never occurs.
 */
export function applicationOf(rsync: KubernetesObject): Record<string, unknown> {
  const source = sourceOf(rsync);
  const destination = destinationOf(rsync);
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: metadataOf(rsync),
    spec: { project: 'default', source, destination, syncPolicy: { automated: { prune: true, selfHeal: true } } },
    status: statusOf(factsOf(rsync), source, destination),
  };
}

/** The RSync's own metadata; `managedFields`, which may have to be parsed first, is not read. */
function metadataOf({ metadata }: KubernetesObject): Record<string, unknown> {
  if (!Object.hasOwn(metadata, 'managedFields')) return metadata;
  const copy = newMap();
  for (const key of Object.keys(metadata)) if (key !== 'managedFields') copy[key] = metadata[key];
  return copy;
}

function statusOf(facts: Facts, source: object, destination: object): Record<string, unknown> {
  const { rsync, kind, current, last, stages } = facts;
  const operation = operationOf(facts);
  const deployed = { id: 0, revision: revisionOf(kind, last), deployedAt: textAt(stages.sync, 'lastUpdate'), source };
  return {
    sync: { status: syncStatus(facts), revision: revisionOf(kind, current), comparedTo: { source, destination } },
    health: healthOf(facts, operation),
    conditions: conditionsOf(facts),
    ...(operation && { operationState: operationState(facts, operation, source) }),
    history: last === '' ? [] : [deployed],
    reconciledAt: reconciledAt(facts, operation),
    sourceType: sourceTypeOf(rsync),
    resources: [],
    summary: {},
  };
}

function syncStatus({ stalled, isStale, failed, isSynced }: Facts): 'Synced' | 'OutOfSync' | 'Unknown' {
  if (stalled.isTrue) return 'Unknown';
  if (isStale) return 'OutOfSync';
  if (failed === 'source' || failed === 'rendering') return 'Unknown';
  return failed === undefined && isSynced ? 'Synced' : 'OutOfSync';
}

/** The latest time that the status tells of. */
function reconciledAt({ stages, created }: Facts, operation: Operation | undefined): string {
  const times = Object.values(stages).map((stage) => textAt(stage, 'lastUpdate'));
  return [...times, operation?.finishedAt ?? ''].reduce((a, b) => (a > b ? a : b), created);
}
