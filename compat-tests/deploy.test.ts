import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { containerOf } from '../controller/manager/container.ts';
import { parseManagerOptions } from '../controller/manager/options.ts';
import { wantedRepoSync } from '../controller/manager/test-objects.ts';
import { parseNotificationOptions } from '../controller/options.ts';
import { objectsOf } from './e2e/fixtures.ts';

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

it.each(['', 'crds', 'manager', 'catalog', 'policy'])('deploy/%s names files that are there', (folder) => {
  const { resources } = kustomization(join(deploy, folder));
  expect(resources.length).toBeGreaterThan(0);
  for (const resource of resources) expect(existsSync(join(deploy, folder, resource)), resource).toBe(true);
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
    });
  });

  it('runs what the Dockerfile puts into the image, as does the manager', () => {
    const dockerfile = readFileSync(join(root, 'Dockerfile'), 'utf8');
    const [, entrypoint] = /^ENTRYPOINT \["(.*)"\]$/m.exec(dockerfile) ?? [];
    const [, program] = /^CMD \["(.*)"\]$/m.exec(dockerfile) ?? [];
    expect(container.command).toEqual([entrypoint, program]);
    expect(managersContainer().command).toEqual([entrypoint, '/app/manager.mjs']);
  });
});
