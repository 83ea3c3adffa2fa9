import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseYaml } from '../../engine/config/yaml.ts';
import { decodeKubernetes } from '../../engine/go/json.ts';
import type { Answer } from '../conformance/case.ts';
import { readZipped, writeZipped } from './files.ts';

const testdata = join(import.meta.dirname, '../../testdata');
const answersPath = join(testdata, 'golden/corpus.golden.jsonl.gz');

interface Manifest {
  readonly metadata: { readonly namespace: string };
  readonly data: Readonly<Record<string, string>>;
}

interface Labelled {
  readonly kind?: string;
  readonly metadata?: { readonly labels?: unknown; readonly annotations?: unknown };
}

/** A ConfigMap with the cases that are asked about it, one JSON text each. */
export interface CorpusGroup {
  readonly name: string;
  readonly lines: readonly string[];
}

const secret = { token: 's3cr3t', 'slack-token': 'xoxb-1', user: 'robot', pass: 'No way', port: '587' };

/** Every ConfigMap under testdata/configmaps and a huge one, by name, each with every object under testdata/objects. */
export function corpus(): CorpusGroup[] {
  const objects = globSync('*.json', { cwd: join(testdata, 'objects') })
    .sort()
    .map((file) => ({ name: basename(file, '.json'), text: readFileSync(join(testdata, 'objects', file), 'utf8') }));
  const groups = globSync('*.yaml', { cwd: join(testdata, 'configmaps') })
    .sort()
    .map((file) => {
      const { metadata, data } = parseYaml(readFileSync(join(testdata, 'configmaps', file), 'utf8')) as Manifest;
      const name = basename(file, '.yaml');
      return { name, lines: casesOf(name, { namespace: metadata.namespace, data }, objects) };
    });
  return [...groups, { name: 'huge', lines: casesOf('huge', hugeConfigMap(), objects.slice(0, 1)).slice(0, 4) }];
}

interface ObjectText {
  readonly name: string;
  readonly text: string;
}

/** The cases of a ConfigMap. Objects stay text, so that no number loses a digit on its way. */
function casesOf(name: string, configMap: object, objects: readonly ObjectText[]): string[] {
  const { data } = configMap as Pick<Manifest, 'data'>;
  const common = { configMap, secret };
  const names = (prefix: string) =>
    Object.keys(data).flatMap((key) => (key.startsWith(prefix) ? [key.slice(prefix.length)] : []));
  const templates = names('template.');
  const line = (id: string, fields: object, object?: ObjectText): string => {
    const parsed = object && (decodeKubernetes(object.text) as Labelled);
    const objectKey = parsed?.kind === 'RootSync' || parsed?.kind === 'RepoSync' ? 'sync' : 'app';
    const head = JSON.stringify({ id: `${name}/${id}`, ...fields, ...common, ...(object ? { objectKey } : {}) });
    return object ? `${head.slice(0, -1)},"object":${object.text.replaceAll(/\n */g, '')}}` : head;
  };
  return [
    line('config', { kind: 'config' }),
    ...subscribers(objects).map(({ id, ...fields }) => line(`destinations/${id}`, { kind: 'destinations', ...fields })),
    ...objects.flatMap((object) => [
      ...names('trigger.').map((trigger) =>
        line(`trigger/${trigger}/${object.name}`, { kind: 'trigger', trigger }, object),
      ),
      ...[...templates.map((template) => [template]), ...(templates.length > 1 ? [templates] : [])].map((chosen) =>
        line(
          `notification/${chosen.join('+')}/${object.name}`,
          { kind: 'notification', templates: chosen, destination: { service: 'slack', recipient: 'shop' } },
          object,
        ),
      ),
    ]),
  ];
}

function subscribers(objects: readonly ObjectText[]): { id: string; labels: object; annotations: object }[] {
  const seen = new Set<string>();
  return objects.flatMap(({ name, text }) => {
    const { labels, annotations } = (JSON.parse(text) as Labelled).metadata ?? {};
    const fields = { labels: stringMap(labels), annotations: stringMap(annotations) };
    const key = JSON.stringify(fields);
    if (seen.has(key)) return [];
    seen.add(key);
    return [{ id: name, ...fields }];
  });
}

function stringMap(value: unknown): Record<string, string> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, string>) : {};
}

/** A ConfigMap of about 900 KB, the most that Kubernetes stores, and a template of 100 KB in it. */
function hugeConfigMap(): object {
  const data: Record<string, string> = {};
  for (let i = 0; i < 400; i++) {
    const facts = Array.from({ length: 20 }, (_, k) => `    - {name: "f${k}", value: "{{.app.spec.f${i}_${k}}}"}`);
    data[`template.t${i}`] = `message: |\n  ${i}: {{.app.metadata.name}}\nteams:\n  facts: |\n${facts.join('\n')}\n`;
    data[`trigger.t${i}`] = `- when: app.metadata.generation > ${i}\n  oncePer: app.status.sync.revision\n  send: [t${i}]\n`;
  }
  const lines = Array.from({ length: 2000 }, (_, i) => `  line ${i} of {{.app.metadata.name}} – größe`);
  data['template.long'] = `message: |\n${lines.join('\n')}\n`;
  return { namespace: 'argocd', data };
}

/** The recorded answers of the Go oracle, in the order of the cases. */
export function corpusAnswers(): Answer[] {
  return readZipped(answersPath);
}

/** Writes the answers down. */
export function writeCorpusAnswers(answers: readonly object[]): void {
  writeZipped(answersPath, answers);
}
