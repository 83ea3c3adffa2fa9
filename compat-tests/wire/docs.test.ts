import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createApi } from '../../engine/api.ts';
import { parseYaml } from '../../engine/config/yaml.ts';
import { type ConfigMap, parseConfig } from '../../engine/config.ts';
import { readFailures } from './case.ts';
import type { FailureSubject } from './failures.ts';
import { hostFor } from './play-engine.ts';
import { Stub } from './stub.ts';
import { createWorld, place } from './world.ts';

const folder = join(import.meta.dirname, '../../docs/services');
const pages = globSync('*.md', { cwd: folder }).map((file) => basename(file, '.md'));
const subjects = new Map(readFailures<FailureSubject>());
const world = createWorld();

interface Manifest extends ConfigMap {
  readonly kind?: string;
  readonly stringData?: Readonly<Record<string, string>>;
}

/** The ConfigMap of a page's first example, and what its Secret holds. */
function exampleOf(page: string): { configMap: ConfigMap; secret: Readonly<Record<string, string>> } {
  const text = readFileSync(join(folder, `${page}.md`), 'utf8');
  const manifests = [...text.matchAll(/^```yaml\n(.*?)^```/gms)].map(
    ([, yaml = '']) => parseYaml(usable(yaml)) as Manifest,
  );
  const configMap = manifests.find(({ kind }) => kind === 'ConfigMap');
  if (!configMap) throw new Error(`docs/services/${page}.md has no ConfigMap`);
  return { configMap, secret: manifests.find(({ kind }) => kind === 'Secret')?.stringData ?? {} };
}

/** An example with a private key in it. */
function usable(yaml: string): string {
  return yaml.replace('$PRIVATE_KEY', JSON.stringify(world.keys['$KEY_PKCS1']));
}

/** A RootSync, for examples that show some of it. */
const sync = {
  metadata: { name: 'root-sync', namespace: 'config-management-system', labels: { team: 'web' }, annotations: {} },
  spec: { git: { repo: 'https://github.com/example/config', revision: 'main' } },
  status: { sync: { commit: 'e4b5a1c2d3f4', lastUpdate: '2026-11-24T10:00:00Z' }, lastSyncedCommit: 'e4b5a1c2d3f4' },
};

describe.each(pages)('docs/services/%s.md', (page) => {
  it('has an example that can be used as it is', () => {
    const { configMap, secret } = exampleOf(page);
    const { config, problems } = parseConfig(configMap, secret);
    const made = createApi(config, { getVariables: (object) => object, host: hostFor({}, world) });
    expect([...problems, ...made.problems].map(({ key, message }) => `${key}: ${message}`)).toEqual([]);
    const values = JSON.stringify([...config.services.values()].map(({ options }) => options.missing));
    expect(values, 'references to keys that the Secret lacks').not.toMatch(/\w/);
  });

  const subject = subjects.get(page);
  // No proxy leads mail and NATS to the stub.
  it.runIf(subject && subject.stub === undefined)('has an example that is delivered', async () => {
    const { configMap, secret } = exampleOf(page);
    const stub = await Stub.start({ authority: world.trusted });
    stub.reply([subject?.success ?? {}]);
    const host = hostFor(place({ ...(subject as FailureSubject), id: '' }, stub.port, world).environment, world);
    try {
      const { config } = parseConfig(configMap, secret);
      const { api } = createApi(config, { getVariables: () => ({ sync, ...subject?.env }), host });
      const [service = ''] = api.serviceNames;
      const destination = { service, recipient: subject?.example?.recipient ?? subject?.destination?.recipient ?? '' };
      const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
      await api.send({}, api.templateNames, destination, { signal: AbortSignal.timeout(10_000), log });
      expect(stub.requests.length).toBeGreaterThan(0);
    } finally {
      host.http.close();
      await stub.stop();
    }
  });
});

it('has a page for every service with a failure matrix', () => {
  expect([...subjects.keys()].filter((service) => !pages.includes(service))).toEqual([]);
});
