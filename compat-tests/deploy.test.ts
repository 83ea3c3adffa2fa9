import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { containerOf, nodeFlags } from '../controller/manager/container.ts';
import { parseManagerOptions } from '../controller/manager/options.ts';
import { wantedRepoSync } from '../controller/manager/test-objects.ts';
import { parseNotificationOptions } from '../controller/options.ts';
import { crdFiles, objectsOf, withNotificationConfig } from './e2e/fixtures.ts';

const root = join(import.meta.dirname, '..');
const deploy = join(root, 'deploy');

interface Container {
  readonly image: string;
  readonly command: readonly string[];
  readonly args: readonly string[];
  readonly env: readonly { readonly name: string; readonly value: string }[];
}

function envOf({ env }: Container): Record<string, string> {
  return Object.fromEntries(env.map(({ name, value }) => [name, value]));
}

function kustomization(folder: string): { resources: string[] } {
  return parse(readFileSync(join(folder, 'kustomization.yaml'), 'utf8')) as { resources: string[] };
}

function managersContainer(): Container {
  const [deployment] = objectsOf(join(deploy, 'manager/deployment.yaml'));
  const { template } = deployment?.['spec'] as { template: { spec: { containers: Container[] } } };
  return template.spec.containers[0] as Container;
}

it.each([
  '',
  'crds',
  'manager',
  'catalog',
  'argo-catalog',
  'policy',
])('deploy/%s names files that are there', (folder) => {
  const { resources } = kustomization(join(deploy, folder));
  expect(resources.length).toBeGreaterThan(0);
  for (const resource of resources) expect(existsSync(join(deploy, folder, resource)), resource).toBe(true);
});

describe('deploy/rsync-crds', () => {
  const crds = crdFiles.flatMap(objectsOf);

  it('is a component that patches the CRDs of RSyncs with a file that is there', () => {
    const folder = join(deploy, 'rsync-crds');
    const { kind, patches } = parse(readFileSync(join(folder, 'kustomization.yaml'), 'utf8')) as {
      kind: string;
      patches: [{ path: string; target: { name: string } }];
    };
    const [{ path, target }] = patches;
    expect([kind, existsSync(join(folder, path))]).toEqual(['Component', true]);
    const patched = crds.filter(({ metadata }) => new RegExp(`^${target.name}$`).test(metadata.name));
    expect(patched.map(({ metadata }) => metadata.name)).toEqual([
      'rootsyncs.configsync.gke.io',
      'reposyncs.configsync.gke.io',
    ]);
  });

  it('adds the field, and our container to those that can be overridden, to both versions', () => {
    for (const crd of crds) {
      const { versions } = withNotificationConfig(crd)['spec'] as { versions: object[] };
      const fields = versions.map((version) => JSON.stringify(version).match(/"notificationConfig"/g)?.length ?? 0);
      const containers = versions.map(
        (version) => JSON.stringify(version).match(/otel-agent\|notification/g)?.length ?? 0,
      );
      const isRSync = crd.metadata.name !== 'notifications.configsync.gke.io';
      expect([fields, containers]).toEqual(
        isRSync
          ? [
              [1, 1],
              [2, 2],
            ]
          : [
              [0, 0],
              [0, 0],
            ],
      );
    }
  });

  it('is refused by a CRD that is laid out in another way', () => {
    const other = {
      apiVersion: 'v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: 'rootsyncs.configsync.gke.io' },
    };
    expect(() => withNotificationConfig({ ...other, spec: { versions: [{}, {}] } })).toThrow(
      /has no \/spec\/versions\/0/,
    );
  });
});

it('installs the manager with flags that it knows, and the image of its own for processes', () => {
  const container = managersContainer();
  const options = parseManagerOptions(container.args, envOf(container));
  expect(options).toMatchObject({
    mode: 'sidecar',
    systemNamespace: 'config-management-system',
    image: container.image,
  });
});

describe('the container of a process', () => {
  const container = containerOf(wantedRepoSync()) as unknown as Container;

  it('is told what the notification process understands', () => {
    expect(parseNotificationOptions(container.args, envOf(container))).toMatchObject({
      apiKind: 'RepoSync',
      resourceNamespace: 'bookinfo',
      resourceName: 'repo-sync',
      configNamespace: 'config-management-system',
      metricsPort: 9001,
      stateStore: 'resource',
      journal: '/var/lib/notification/journal',
    });
  });

  it('runs what the Dockerfile puts into the image, as does the manager', () => {
    const dockerfile = readFileSync(join(root, 'Dockerfile'), 'utf8');
    const [, entrypoint] = /^ENTRYPOINT \["(.*)"\]$/m.exec(dockerfile) ?? [];
    const [, program] = /^CMD \["(.*)"\]$/m.exec(dockerfile) ?? [];
    expect(container.command).toEqual([entrypoint, ...nodeFlags, program]);
    expect(managersContainer().command).toEqual([entrypoint, '/app/manager.mjs']);
  });
});
