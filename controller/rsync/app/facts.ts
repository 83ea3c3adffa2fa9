import type { KubernetesObject } from '../../kubernetes/index.ts';
import { listAt, mapAt, textAt } from '../sync.ts';
import { pathOf, type SourceKind, sourceKindOf } from './source.ts';

export type Stage = 'source' | 'rendering' | 'sync';
type Fields = Record<string, unknown>;

/** A condition of the RSync; without one of the type, all is empty. */
export interface Condition {
  readonly isTrue: boolean;
  readonly isFalse: boolean;
  readonly reason: string;
  readonly message: string;
  readonly commit: string;
  readonly lastUpdateTime: string;
  readonly lastTransitionTime: string;
  readonly fields: Fields;
}

/** What an RSync's status says, read once for the whole Application. */
export interface Facts {
  readonly rsync: KubernetesObject;
  readonly kind: SourceKind;
  readonly stages: Readonly<Record<Stage, Fields>>;
  readonly created: string;
  /** The commit that was last applied without error. */
  readonly last: string;
  /** The newest commit that any stage knows. */
  readonly current: string;
  readonly isSynced: boolean;
  /** The stage whose errors count. */
  readonly failed: Stage | undefined;
  /** The status does not describe the spec of now. */
  readonly isStale: boolean;
  readonly syncing: Condition;
  readonly reconciling: Condition;
  readonly stalled: Condition;
  readonly finalizing: Condition;
  readonly finalizerFailure: Condition;
}

/** The facts of an RSync. */
export function factsOf(rsync: KubernetesObject): Facts {
  const status = mapAt(rsync, 'status');
  const stages = {
    source: mapAt(status, 'source'),
    rendering: mapAt(status, 'rendering'),
    sync: mapAt(status, 'sync'),
  };
  const { source, rendering, sync } = stages;
  const current = textAt(source, 'commit') || textAt(rendering, 'commit') || textAt(sync, 'commit');
  const conditions = listAt(status, 'conditions');
  const last = textAt(status, 'lastSyncedCommit');
  const kind = sourceKindOf(rsync);
  return {
    rsync,
    kind,
    stages,
    created: textAt(rsync.metadata, 'creationTimestamp') || '1970-01-01T00:00:00Z',
    last,
    current,
    isSynced: last !== '' && last === current,
    failed: failedStage(stages, current),
    isStale: isStale(rsync, kind, source),
    syncing: condition(conditions, 'Syncing'),
    reconciling: condition(conditions, 'Reconciling'),
    stalled: condition(conditions, 'Stalled'),
    finalizing: condition(conditions, 'ReconcilerFinalizing'),
    finalizerFailure: condition(conditions, 'ReconcilerFinalizerFailure'),
  };
}

const absent: Condition = conditionValue({});

function condition(conditions: readonly Fields[], type: string): Condition {
  const fields = conditions.find((each) => each['type'] === type);
  return fields ? conditionValue(fields) : absent;
}

function conditionValue(fields: Fields): Condition {
  const status = textAt(fields, 'status');
  return {
    isTrue: status === 'True',
    isFalse: status === 'False',
    reason: textAt(fields, 'reason'),
    message: textAt(fields, 'message'),
    commit: textAt(fields, 'commit'),
    lastUpdateTime: textAt(fields, 'lastUpdateTime'),
    lastTransitionTime: textAt(fields, 'lastTransitionTime'),
    fields,
  };
}

/** How many errors a stage has, those that were left out included. */
export function errorCount(stage: Fields): number {
  return numberAt(mapAt(stage, 'errorSummary'), 'totalCount');
}

/** Errors of the sync stage count only while it is about the newest commit. */
function failedStage(stages: Facts['stages'], current: string): Stage | undefined {
  if (errorCount(stages.source) > 0) return 'source';
  if (errorCount(stages.rendering) > 0) return 'rendering';
  return errorCount(stages.sync) > 0 && textAt(stages.sync, 'commit') === current ? 'sync' : undefined;
}

function isStale(rsync: KubernetesObject, kind: SourceKind, source: Fields): boolean {
  const status = rsync['status'];
  if (status === undefined || status === null) return false;
  const { generation } = rsync.metadata;
  if (Number(generation ?? 0) > numberAt(mapAt(rsync, 'status'), 'observedGeneration')) return true;
  const read = mapAt(source, `${kind}Status`);
  return (
    textAt(read, kind === 'oci' ? 'image' : 'repo') !== '' && isOther(kind, read, mapAt(mapAt(rsync, 'spec'), kind))
  );
}

/** Whether what was read is not what the spec asks for. */
function isOther(kind: SourceKind, read: Fields, spec: Fields): boolean {
  const differs = (field: string, fallback = '') => textAt(read, field) !== (textAt(spec, field) || fallback);
  const isElsewhere = () => pathOf(textAt(read, 'dir')) !== pathOf(textAt(spec, 'dir'));
  if (kind === 'helm') return differs('repo') || differs('chart');
  if (kind === 'oci') return differs('image') || isElsewhere();
  return differs('repo') || differs('branch', 'master') || differs('revision', 'HEAD') || isElsewhere();
}

function numberAt(parent: Fields, key: string): number {
  const value = parent[key];
  return typeof value === 'number' ? value : 0;
}
