import { type ApiOptions, createApi } from '../../../engine/api.ts';
import { emitYaml } from '../../../engine/config/emit.ts';
import { parseYaml } from '../../../engine/config/yaml.ts';
import { parseConfig } from '../../../engine/config.ts';
import { HttpClient } from '../../../engine/services/http.ts';
import { configData } from '../../bench/config/config-map.ts';
import { type GrowthCase, recordOf, upTo, type Work } from '../case.ts';

const area = 'a ConfigMap read and compiled';
const options: ApiOptions = { getVariables: () => ({}), host: { http: new HttpClient() } };

function reading(data: Record<string, string>): Work {
  return () => {
    const { config, problems } = parseConfig({ data });
    createApi(config, options, problems);
  };
}

const yaml = (name: string, size: number, text: (n: number) => string, allowed?: string): GrowthCase => ({
  area: 'YAML read',
  name,
  size,
  ...(allowed && { allowed }),
  prepare: (n) => {
    const written = text(n);
    return () => parseYaml(written);
  },
});

const lines = (n: number, line: (i: number) => string): string => upTo(n).map(line).join('\n');

/** Configurations and their YAML. */
export const configurationCases: readonly GrowthCase[] = [
  { area, name: 'triggers and templates', size: 40, counted: 5, prepare: (n) => reading(configData(n)) },
  {
    area,
    name: 'broken triggers and templates',
    size: 100,
    counted: 10,
    prepare: (n) =>
      reading({
        ...recordOf(n, (i) => [`trigger.t${i}`, `- {when: 'sync.a == ) ${i}', send: [p${i}]}`]),
        ...recordOf(n, (i) => [`template.p${i}`, `message: '{{ if ${i}'`]),
      }),
  },
  {
    area,
    name: 'services',
    size: 200,
    counted: 10,
    prepare: (n) => reading(recordOf(n, (i) => [`service.slack.s${i}`, `{token: $token-${i}}`])),
  },
  {
    area,
    name: 'default subscriptions',
    size: 200,
    counted: 10,
    prepare: (n) =>
      reading({
        subscriptions: lines(n, (i) => `- {recipients: ['slack:r${i}'], triggers: [t${i}], selector: a=b${i}}`),
      }),
  },
  {
    area,
    name: 'actions in one template',
    size: 500,
    counted: 20,
    prepare: (n) =>
      reading({ 'template.t': `message: |\n${lines(n, (i) => `  ${i} {{.sync.metadata.name | upper}} and`)}` }),
  },
  {
    area,
    name: 'nested blocks of one template',
    size: 30,
    counted: 5,
    prepare: (n) =>
      reading({ 'template.t': `message: '${'{{if .a}}{{with $x := .b}}'.repeat(n)}${'{{end}}{{end}}'.repeat(n)}'` }),
  },
  {
    area,
    name: 'variables of one template',
    size: 200,
    counted: 20,
    prepare: (n) => reading({ 'template.t': `message: |\n${lines(n, (i) => `  {{$v${i} := .a}}{{$v0}}`)}` }),
  },
  {
    area,
    name: 'terms of one condition',
    size: 50,
    counted: 10,
    prepare: (n) =>
      reading({
        'trigger.t': `- when: ${upTo(n)
          .map((i) => `sync.a != '${i}'`)
          .join(' and ')}\n  send: [a]`,
      }),
  },
  {
    area,
    name: 'characters of text in one template',
    size: 50_000,
    counted: 2_000,
    prepare: (n) => reading({ 'template.t': `message: |\n${lines(n / 50, () => `  ${'x'.repeat(48)}`)}` }),
  },
  yaml('lines of a mapping', 500, (n) => lines(n, (i) => `key-${i}: {a: 'value', b: "x${i}", c: [1, 2]}`)),
  yaml('levels of flow', 100, (n) => `${'['.repeat(n)}${']'.repeat(n)}`),
  yaml('levels of blocks', 50, (n) => lines(n, (i) => `${' '.repeat(i)}a:`), 'quadratic, as the text is'),
  yaml('anchors and aliases', 300, (n) => lines(n, (i) => `k${i}: &a${i} {x: ${i}}\nl${i}: *a${i}`)),
  yaml('merged keys', 200, (n) => `base: &base {a: 1}\n${lines(n, (i) => `k${i}:\n  <<: *base\n  b: ${i}`)}`),
  yaml('items of a list', 1_000, (n) => lines(n, (i) => `- item ${i}`)),
  yaml('lines of a plain text', 1_000, (n) => `a: x\n${lines(n, (i) => `  more ${i}`)}`),
  yaml('lines of a quoted text', 1_000, (n) => `a: "x\n${lines(n, (i) => `  more ${i}`)}"`),
  yaml('comments', 1_000, (n) => `${lines(n, (i) => `# ${i}`)}\na: b`),
  {
    area: 'YAML written',
    name: 'members',
    size: 500,
    prepare: (n) => {
      const value = recordOf(n, (i) => [`key-${i}`, { text: `a: ${i}`, lines: 'one\ntwo\n', list: [1, 'yes'] }]);
      return () => emitYaml(value);
    },
  },
];
