import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import type { KubeObject } from '../kube/client.ts';

const root = join(import.meta.dirname, '../..');

/** An object of `testdata/e2e`, without a namespace. */
export function fixture(name: 'configmap' | 'secret' | 'rootsync' | 'reposync'): KubeObject {
  return parse(readFileSync(join(root, 'testdata/e2e', `${name}.yaml`), 'utf8')) as KubeObject;
}

/** The fixture of an RSync, which names the fixtures' ConfigMap and, unless `secret` is false, their Secret. */
export function rsyncFixture(kind: 'RootSync' | 'RepoSync', secret = true): KubeObject {
  const object = fixture(kind === 'RootSync' ? 'rootsync' : 'reposync');
  if (secret) return object;
  const { notificationConfig, ...spec } = object['spec'] as { notificationConfig: { secretRef?: object } };
  const { secretRef: _, ...config } = notificationConfig;
  return { ...object, spec: { ...spec, notificationConfig: config } };
}

/** Every object of a YAML file, those of Lists included. */
export function objectsOf(file: string): KubeObject[] {
  const found = parseAllDocuments(readFileSync(file, 'utf8')).map((document) => document.toJS() as KubeObject);
  return found.flatMap((object) => (object.kind === 'List' ? (object['items'] as KubeObject[]) : [object]));
}

/** One operation of a JSON patch; ours only add and replace, below maps and lists that are there. */
interface Operation {
  readonly op: 'add' | 'replace';
  readonly path: string;
  readonly value: unknown;
}

/** A custom resource definition of Config Sync with what `deploy/rsync-crds` adds to it; any other as it is. */
export function withNotificationConfig(crd: KubeObject): KubeObject {
  if (!/^(rootsyncs|reposyncs)\.configsync\.gke\.io$/.test(crd.metadata.name)) return crd;
  const copy = structuredClone(crd);
  const patch = parse(readFileSync(join(root, 'deploy/rsync-crds/schema.yaml'), 'utf8')) as Operation[];
  for (const { op, path, value } of patch) {
    const keys = path.split('/').slice(1);
    const last = keys.pop() ?? '';
    const parent = keys.reduce<unknown>((at, key) => (at as Record<string, unknown>)?.[key], copy);
    if (typeof parent !== 'object' || parent === null || (op === 'replace' && !Object.hasOwn(parent, last))) {
      throw new Error(`${crd.metadata.name} has no ${path}`);
    }
    (parent as Record<string, unknown>)[last] = value;
  }
  return copy;
}

/** The files of custom resource definitions that the tests install: ours, and RSyncs' by a schema of our own. */
export const crdFiles = [
  join(root, 'deploy/crds/notification.yaml'),
  join(import.meta.dirname, '../kube/crds/rsync.yaml'),
];
