import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../cli/lint/finding.ts';
import { lint } from '../cli/lint/lint.ts';
import { catalogPath } from './argo-catalog/catalog.ts';
import type { Answer, Case } from './conformance/case.ts';
import { corpusAnswers } from './golden/corpus.ts';
import { goldenFiles, linesOf } from './golden/files.ts';

const configMaps = join(import.meta.dirname, '../testdata/configmaps');

function manifest(kind: string, fields: object): string {
  return JSON.stringify({ kind, metadata: { name: 'notification' }, ...fields });
}

/** What Argo CD refuses. That Kubernetes refuses a key is left out, since the engine is not asked then. */
function refused(configMap: string, secret: Readonly<Record<string, string>> | undefined): readonly Finding[] {
  const files = [
    { path: 'configmap', text: configMap },
    ...(secret ? [{ path: 'secret', text: manifest('Secret', { stringData: secret }) }] : []),
  ];
  return lint(files, { argo: true }).findings.filter(({ argo, rule }) => argo === 'rejects' && rule !== 'data-key');
}

describe('lint --argo refuses what the Go engine refuses', () => {
  const secret = { token: 's3cr3t', 'slack-token': 'xoxb-1', user: 'robot', pass: 'No way', port: '587' };
  const corpus = corpusAnswers().flatMap(({ id, ok }) => {
    const name = /^(.*)\/config$/.exec(String(id))?.[1];
    return name === undefined || name === 'huge' ? [] : [[name, ok] as const];
  });

  it.each(corpus)('of the corpus: %s', (name, ok) => {
    const text = readFileSync(join(configMaps, `${name}.yaml`), 'utf8');
    const findings = refused(text, secret);
    expect(findings.length === 0, JSON.stringify(findings)).toBe(ok);
  });

  const golden = goldenFiles().find(({ name }) => name === 'config');
  const cases = (golden?.lines ?? []).map((line) => JSON.parse(line) as Case);
  const answers = linesOf(golden?.answersPath ?? '').map((line) => JSON.parse(line) as Answer);

  it.each(cases.map((each, i) => [each.id, each, answers[i]?.ok] as const))('of single items: %s', (_, each, ok) => {
    const findings = refused(manifest('ConfigMap', { data: each.configMap?.data ?? {} }), each.secret);
    expect(findings.length === 0, JSON.stringify(findings)).toBe(ok);
  });

  it('which are many', () => {
    expect(corpus.length).toBeGreaterThan(80);
    expect(cases.length).toBeGreaterThan(80);
  });
});

it.skipIf(!existsSync(catalogPath))("nothing is found in Argo CD's stock catalog", () => {
  const text = readFileSync(catalogPath, 'utf8');
  const { findings } = lint([{ path: catalogPath, text }]);
  expect(findings.filter(({ severity }) => severity !== 'note')).toEqual([]);
});
