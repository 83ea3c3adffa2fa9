import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { KubernetesObject } from '../../controller/kubernetes/index.ts';
import { applicationOf } from '../../controller/rsync/app/application.ts';
import { apiOf, fired, give, read } from './catalog.ts';
import { argoCatalog } from './golden.ts';

interface Recorded {
  readonly app: unknown;
  readonly triggers: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

const shared = join(import.meta.dirname, '../../../shared/data');
const vectors = join(shared, 'rsync-vectors.json');
const context = { argocdUrl: 'https://argocd.example.com' };

describe.skipIf(!existsSync(vectors))('Argo CD’s stock catalog (skipped where the shared vectors are absent)', () => {
  const recorded = existsSync(vectors) ? (JSON.parse(readFileSync(vectors, 'utf8')) as Record<string, Recorded>) : {};
  const examples = Object.entries(recorded);
  const example = (file: string) => read(join(shared, 'rsync-examples', file)) as unknown as KubernetesObject;

  it('is put to every RSync of the examples', () => {
    const files = readdirSync(join(shared, 'rsync-examples')).filter((file) => example(file).kind !== 'Notification');
    expect(files.sort()).toEqual(Object.keys(recorded).sort());
    expect(files.length).toBe(26);
  });

  it.each(examples)('sees the Application of %s', (file, { app }) => {
    expect(applicationOf(example(file))).toEqual(app);
  });

  it.each(examples)('gives on %s what Go gives', async (file, { triggers }) => {
    const api = apiOf(join(shared, 'catalogs/argo-cd.yaml'), context);
    const rsync = example(file);
    expect(api.triggerNames).toHaveLength(8);
    for (const trigger of api.triggerNames) {
      const { triggered, oncePer, key, ...messages } = triggers[`argo/${trigger}`] ?? {};
      expect({ trigger, ...(await give(api, trigger, rsync, ['slack', 'teams', 'email'])) }).toEqual({
        trigger,
        triggered,
        oncePer,
        key,
        messages,
      });
    }
  });

  it.each(examples)('fires on %s as ours does', async (file, { triggers }) => {
    const stock = Object.entries(triggers).filter(([name, { triggered }]) => name.startsWith('argo/') && triggered);
    expect(await fired(apiOf(argoCatalog), example(file))).toEqual(stock.map(([name]) => name.slice('argo/'.length)));
  });
});
