import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, it } from 'vitest';
import { rules } from '../lint/rules/index.ts';
import { run } from '../program.ts';
import { testIo } from '../test-io.ts';

const configMap = (data: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: notification-cm\ndata:\n${data}`;
const template = '  template.a: |\n    message: a\n';
const files = {
  'good.yaml': configMap(`  trigger.a: |\n    - {when: "true", oncePer: app.metadata.uid, send: [a]}\n${template}`),
  'error.yaml': configMap(`  trigger.a: |\n    - when: app.kind ==\n      send: [a]\n${template}`),
  'warning.yaml': configMap(`  trigger.a: |\n    - {when: "false", send: [a]}\n${template}`),
  'note.yaml': configMap(`  readme: x\n${template}`),
  'pod.yaml': 'kind: Pod\nmetadata: {name: a}\n',
  'odd,name: 100%.yaml': configMap(`  triggers.a: x\n${template}`),
};

async function lint(...args: string[]) {
  const io = testIo({ files, stdin: files['error.yaml'] });
  const code = await run(['lint', ...args], io);
  return { code, out: io.out(), err: io.err() };
}

it.each([
  [['good.yaml'], 0],
  [['good.yaml', '--strict'], 0],
  [['error.yaml'], 1],
  [['warning.yaml'], 0],
  [['warning.yaml', '--strict'], 1],
  [['note.yaml', '--strict', '--notes'], 0],
  [['warning.yaml', '--strict', '--argo'], 0],
  [['error.yaml', '--argo'], 1],
  [['-'], 1],
  [['--config-map', 'error.yaml', '--secret', ':empty'], 1],
  [['good.yaml', 'error.yaml', '--config-map-name', 'other'], 2],
  [[], 2],
  [['missing.yaml'], 2],
  [['pod.yaml'], 2],
  [['error.yaml', '--ignore', 'expression'], 0],
  [['error.yaml', '--ignore', 'expresion'], 2],
  [['good.yaml', '--format', 'xml'], 2],
] as const)('%j ends with %i', async (args, code) => {
  expect((await lint(...args)).code).toBe(code);
});

it('shows the line with a caret, the rule and what to do', async () => {
  expect((await lint('error.yaml')).out).toBe(`error.yaml:7:23: error: unexpected token EOF [expression]
  data.trigger.a[0].when
 |     - when: app.kind ==
 |                       ^
  = something is missing at the end; a # begins a comment in YAML

1 error
`);
});

it('says what it hides, and when there is nothing', async () => {
  expect((await lint('note.yaml')).out).toBe('nothing found; 1 note more with --notes\n');
  expect((await lint('note.yaml', '--notes')).out).toContain('note: ');
  expect((await lint('good.yaml')).out).toBe('nothing found\n');
});

it('is coloured on a terminal only', async () => {
  const io = testIo({ files, terminal: true });
  await run(['lint', 'error.yaml'], io);
  expect(io.out()).toContain('\u001b[31merror\u001b[0m');
  expect((await lint('error.yaml')).out).not.toContain('\u001b');
});

it('writes JSON', async () => {
  const { out } = await lint('error.yaml', '--format', 'json');
  expect(JSON.parse(out)).toMatchObject({
    findings: [
      {
        rule: 'expression',
        severity: 'error',
        file: 'error.yaml',
        line: 7,
        column: 23,
        path: 'data.trigger.a[0].when',
        argo: 'rejects',
      },
    ],
    summary: { errors: 1, warnings: 0, notes: 0 },
  });
});

it('writes workflow commands of GitHub', async () => {
  expect((await lint('odd,name: 100%.yaml', '--format', 'github')).out).toBe(
    "::warning file=odd%2Cname%3A 100%25.yaml,line=6,col=3,title=unknown-key::the key 'triggers.a' is not read (did you mean 'trigger.a'?)\n",
  );
});

/** What code scanning asks of a SARIF log, from its specification: 3.13, 3.14, 3.19, 3.27 to 3.31, 3.49. */
const sarif = {
  type: 'object',
  required: ['version', 'runs'],
  properties: {
    version: { const: '2.1.0' },
    runs: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        required: ['tool', 'results'],
        properties: {
          columnKind: { enum: ['utf16CodeUnits', 'unicodeCodePoints'] },
          tool: {
            required: ['driver'],
            properties: {
              driver: {
                required: ['name', 'rules'],
                properties: {
                  rules: {
                    type: 'array',
                    uniqueItems: true,
                    items: {
                      required: ['id', 'shortDescription'],
                      properties: {
                        shortDescription: { $ref: '#/$defs/text' },
                        fullDescription: { $ref: '#/$defs/text' },
                        help: { $ref: '#/$defs/text' },
                        defaultConfiguration: { properties: { level: { $ref: '#/$defs/level' } } },
                      },
                    },
                  },
                },
              },
            },
          },
          results: {
            type: 'array',
            items: {
              required: ['ruleId', 'ruleIndex', 'level', 'message', 'locations'],
              properties: {
                ruleIndex: { type: 'integer', minimum: 0 },
                level: { $ref: '#/$defs/level' },
                message: { $ref: '#/$defs/text' },
                locations: { type: 'array', items: { $ref: '#/$defs/location' } },
              },
            },
          },
        },
      },
    },
  },
  $defs: {
    text: { type: 'object', required: ['text'], properties: { text: { type: 'string', minLength: 1 } } },
    level: { enum: ['none', 'note', 'warning', 'error'] },
    location: {
      required: ['physicalLocation'],
      properties: {
        physicalLocation: {
          required: ['artifactLocation', 'region'],
          properties: {
            artifactLocation: { required: ['uri'], properties: { uri: { type: 'string', pattern: '^[^ #?\\\\]+$' } } },
            region: {
              required: ['startLine', 'startColumn'],
              properties: { startLine: { type: 'integer', minimum: 1 }, startColumn: { type: 'integer', minimum: 1 } },
            },
          },
        },
      },
    },
  },
};

it('writes SARIF 2.1.0', async () => {
  const { out } = await lint('error.yaml', 'odd,name: 100%.yaml', '--format', 'sarif');
  const log = JSON.parse(out);
  const validate = new Ajv2020({ strict: false }).compile(sarif);
  expect(validate(log), JSON.stringify(validate.errors)).toBe(true);
  const [{ tool, results }] = log.runs;
  expect(tool.driver.rules.map(({ id }: { id: string }) => id)).toEqual(rules.map(({ id }) => id));
  expect(results).toHaveLength(2);
  for (const { ruleId, ruleIndex } of results) expect(tool.driver.rules[ruleIndex].id).toBe(ruleId);
  expect(results[1].locations[0].physicalLocation.artifactLocation.uri).toBe('odd,name:%20100%25.yaml');
});
