import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import type { KubeObject } from '../kube/client.ts';

const root = join(import.meta.dirname, '../..');

/** An object of `testdata/e2e`, without a namespace. */
export function fixture(name: 'configmap' | 'secret' | 'rootsync' | 'reposync'): KubeObject {
  return parse(readFileSync(join(root, 'testdata/e2e', `${name}.yaml`), 'utf8')) as KubeObject;
}

/** Every object of a YAML file. */
export function objectsOf(file: string): KubeObject[] {
  return parseAllDocuments(readFileSync(file, 'utf8')).map((document) => document.toJS() as KubeObject);
}

/** The files of custom resource definitions that the tests install: ours, and RSyncs' by a schema of our own. */
export const crdFiles = [
  join(root, 'deploy/crds/notification.yaml'),
  join(import.meta.dirname, '../kube/crds/rsync.yaml'),
];
