import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Finding } from './finding.ts';
import { lint } from './lint.ts';
import { rules } from './rules/index.ts';

const root = join(import.meta.dirname, '../..');
const files = (pattern: string) => globSync(pattern, { cwd: root }).sort();
const read = (path: string) => ({ path, text: readFileSync(join(root, path), 'utf8') });
const broken = files('testdata/broken/*.yaml');

/** What the comments at the end of a file say: `# lint: <rule> <line>`. */
function expected(text: string): string[] {
  return [...text.matchAll(/^# lint: (\S+) (\d+)$/gm)].map(([, rule, line]) => `${rule} ${line}`).sort();
}

/** Errors and warnings, and the notes of rules that are asked about. */
function found(findings: readonly Finding[], asked: readonly string[]): string[] {
  const names = new Set(asked.map((each) => each.split(' ')[0]));
  return findings
    .filter(({ severity, rule }) => severity !== 'note' || names.has(rule))
    .map(({ rule, line }) => `${rule} ${line}`)
    .sort();
}

function lintText(data: string, more = ''): readonly Finding[] {
  const text = `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: argocd-notifications-cm\ndata:\n${data}${more}`;
  return lint([{ path: 'cm.yaml', text }]).findings;
}

describe('the broken configurations', () => {
  it('are many, and show every rule', () => {
    const shown = new Set(broken.flatMap((path) => expected(read(path).text).map((each) => each.split(' ')[0])));
    expect(broken.length).toBeGreaterThan(60);
    expect(rules.map(({ id }) => id).filter((id) => !shown.has(id))).toEqual(['too-large']);
  });

  it.each(broken)('%s: each mistake is named at its line, and nothing else', (path) => {
    const file = read(path);
    const wanted = expected(file.text);
    expect(wanted).not.toEqual([]);
    expect(found(lint([file]).findings, wanted)).toEqual(wanted);
  });

  it('are told apart when they are looked at together', () => {
    const named = broken.map(read);
    const own = named.flatMap((file) => [...lint([file]).findings]).map(({ file, rule, line }) => [file, line, rule]);
    const together = lint(named).findings.map(({ file, rule, line }) => [file, line, rule]);
    for (const each of own) expect(together).toContainEqual(each);
  });

  it('have the same findings with Windows line ends', () => {
    const places = (findings: readonly Finding[]) => findings.map(({ rule, line, column }) => [rule, line, column]);
    for (const { path, text } of broken.map(read)) {
      const windows = lint([{ path, text: text.replaceAll('\n', '\r\n') }]).findings;
      expect(places(windows), path).toEqual(places(lint([{ path, text }]).findings));
    }
  });
});

describe('the valid configurations', () => {
  const catalogs = [...files('deploy/catalog/configmap.yaml'), ...files('testdata/catalogs/**/*.yaml')];

  it.each(catalogs)('%s has neither error nor warning', (path) => {
    expect(found(lint([read(path)]).findings, [])).toEqual([]);
  });

  it('those of docs/services have neither error nor warning', () => {
    for (const page of files('docs/services/*.md')) {
      for (const [, text = ''] of read(page).text.matchAll(/^```yaml\n(.*?)^```/gms)) {
        if (/kind: ConfigMap/.test(text)) expect(found(lint([{ path: page, text }]).findings, []), page).toEqual([]);
      }
    }
  });

  const ordinary = [
    'bom',
    'comments',
    'cr-only',
    'crlf',
    'flow-not-indented',
    'folded',
    'helm-output',
    'json-surrogates-ok',
    'literal-variants',
    'many-conditions',
    'many-services',
    'rootsync',
    'smart-quotes',
    'sprig-heavy',
    'trailing-spaces',
    'verbatim-tags',
  ].map((name) => `testdata/configmaps/${name}.yaml`);

  it.each(ordinary)('%s has neither error nor warning', (path) => {
    expect(found(lint([read(path)]).findings, [])).toEqual([]);
  });

  it.each([
    ['argo-idioms', ['when-fails 19']],
    ['hand-written', ['when-fails 22', 'when-fails 26']],
    ['json-in-yaml', ['json-bare-action 15']],
    ['kustomize-output', ['send-missing 13', 'unused-template 10']],
    ['rollouts-style', ['json-bare-action 33']],
    ['secrets-in-templates', ['secret-bytes 8', 'secret-bytes 8', 'send-missing 13']],
    ['service-odd-yaml', ['option-missing 20', 'option-missing 20', 'option-missing 22', 'option-missing 22']],
  ])('%s would fail at run time, which is said', (name, wanted) => {
    expect(found(lint([read(`testdata/configmaps/${name}.yaml`)]).findings, [])).toEqual(wanted);
  });
});

describe('whatever a file holds', () => {
  const texts = [...broken, 'deploy/catalog/configmap.yaml'].map((path) => read(path).text);
  const pieces = [
    '\n',
    ' ',
    '"',
    "'",
    ': ',
    '{{',
    '}}',
    '|',
    '- ',
    '#',
    '[',
    '{',
    '&a ',
    '*a',
    '!!int ',
    '\t',
    '$x',
    '\\',
    '~',
    '---\n',
  ];
  const edited = fc
    .tuple(fc.constantFrom(...texts), fc.nat(), fc.constantFrom(...pieces), fc.nat(20))
    .map(([text, at, piece, removed]) => {
      const start = at % text.length;
      return text.slice(0, start) + piece + text.slice(start + removed);
    });

  it.each([
    '',
    'metadata:',
    'metadata: x',
    'metdata: {name: a}',
  ])('an RSync with %j for its metadata is looked at', (metadata) => {
    const rsync = `apiVersion: configsync.gke.io/v1beta1\nkind: RepoSync\n${metadata}\n`;
    const config = `apiVersion: v1
kind: ConfigMap
metadata: {name: notification-cm, namespace: shop}
data:
  trigger.on-deleted: "- {when: app.metadata.name != '', send: [deleted]}"
  template.deleted: "message: '{{.app.spec.destination.namespace}} {{.sync.metadata.name}}'"
`;
    expect(() => lint([{ path: 'x', text: `${config}---\n${rsync}` }])).not.toThrow();
  });

  it('findings have their places in it', () => {
    fc.assert(
      fc.property(edited, (text) => {
        const lines = text.split(/\r\n|\n|\r/);
        for (const { line, column } of lint([{ path: 'x', text }]).findings) {
          expect(column).toBeGreaterThan(0);
          expect(column).toBeLessThanOrEqual((lines[line - 1]?.length ?? -1) + 1);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('what is not shown', () => {
  it('is the value of a secret, whatever is wrong', () => {
    const secret = (body: string) => `---\napiVersion: v1\nkind: Secret\nmetadata: {name: s}\n${body}`;
    const service = '  service.webhook.a: |\n    url: https://a.example\n    headers: [{name: a, value: $token}]\n';
    const bodies = [
      'stringData:\n  token: |\n    hidden-value\n',
      'data:\n  token: hidden-value\n',
      'stringData:\n  token: hidden-value\n  token: "hidden-value "\n',
      'stringData:\n  token: hidden-value: hidden-value\n',
      'stringData:\n  token: "hidden-value\n',
    ];
    for (const body of bodies) {
      const findings = lintText(service, secret(body));
      expect(
        findings.filter(({ severity }) => severity !== 'note'),
        body,
      ).not.toEqual([]);
      expect(JSON.stringify(findings), body).not.toContain('hidden-value');
    }
    expect(JSON.stringify(lintText('  service.slack: |\n    token: xoxb-1-hidden-value\n'))).not.toContain(
      'hidden-value',
    );
  });

  it('is a Secret on the line of something else', () => {
    const items = [
      { kind: 'Secret', metadata: { name: 's' }, stringData: { token: 'hidden-value' } },
      { kind: 'ConfigMap', metadata: { name: 'notification-cm' }, data: { 'trigger.a': '- when: a =' } },
    ];
    const { findings } = lint([{ path: 'list', text: JSON.stringify({ kind: 'List', items }) }]);
    expect(findings.map(({ rule }) => rule)).toContain('expression');
    expect(JSON.stringify(findings)).not.toContain('hidden-value');
  });

  it('is what Argo CD does not notice, when it is asked about', () => {
    const data = '  triggers.a: ""\n  trigger.a: |\n    - when: app.status.x.y\n      send: [nope]\n';
    const text = `kind: ConfigMap\nmetadata: {name: a}\ndata:\n${data}`;
    const { findings } = lint([{ path: 'a', text }], { argo: true });
    expect(findings.map(({ rule, argo }) => [rule, argo])).toEqual([
      ['when-fails', 'fails'],
      ['unknown-template', 'fails'],
    ]);
  });
});

describe('labels and annotations that a trigger asks for', () => {
  it.each([
    "app.metadata.annotations['example.com/version']",
    'app.metadata.labels.version',
    'app.metadata.labels?.version',
  ])('%s is not taken for nothing', (oncePer) => {
    const data = `  trigger.a: |\n    - when: "true"\n      oncePer: ${oncePer}\n      send: [a]\n  template.a: "message: a"\n`;
    expect(lintText(data)).toEqual([]);
  });
});

describe('a comment that asks to ignore a rule', () => {
  const data = (before: string, behind: string) =>
    `  trigger.a: |\n${before}    - when: "false"${behind}\n      send: [a]\n  template.a: "message: a"\n`;

  it.each([
    ['', '', ['when-constant']],
    ['    # lint:ignore when-constant\n', '', []],
    ['', ' # lint:ignore other, when-constant', []],
    ['    # lint:ignore when-fails\n', '', ['when-constant']],
    ['    # lint:ignore when-constant\n\n', '', ['when-constant']],
  ])('%j before, %j behind', (before, behind, wanted) => {
    expect(lintText(data(before, behind)).map(({ rule }) => rule)).toEqual(wanted);
  });
});

describe('a stock catalog', () => {
  it('that was changed is looked at as any other', () => {
    const stock = "any(sync.status.conditions, {.type == 'Stalled' && .status == 'True'})";
    const severity = (when: string) =>
      lintText(`  trigger.a: |\n    - when: ${when}\n      send: [a]\n  template.a: "message: a"\n`).find(
        ({ rule }) => rule === 'when-fails',
      )?.severity;
    expect(severity(stock)).toBe('note');
    expect(severity(stock.replace('Stalled', 'Reconciling2'))).toBe('warning');
  });
});

describe('the parts of a configuration', () => {
  it('may stand in several files', () => {
    const configMap = 'kind: ConfigMap\nmetadata: {name: notification-cm}\ndata:\n  service.slack: "token: $a"\n';
    const secret = 'kind: Secret\nmetadata: {name: notification-secret}\nstringData: {b: c}\n';
    const rsync =
      'kind: RootSync\nmetadata:\n  name: r\n  annotations: {notifications.configsync.gke.io/subscribe.a.slack: x}\n';
    const findings = lint([
      { path: 'a', text: configMap },
      { path: 'b', text: secret },
      { path: 'c', text: rsync },
    ]).findings.filter(({ severity }) => severity !== 'note');
    expect(findings.map(({ file, line, rule }) => [file, line, rule])).toEqual([
      ['a', 4, 'unknown-secret'],
      ['c', 4, 'unknown-trigger'],
    ]);
  });

  it('belong to the ConfigMap that an RSync names', () => {
    const configMap = (name: string, trigger: string) =>
      `kind: ConfigMap\nmetadata: {name: ${name}}\ndata:\n  service.slack: "token: $t"\n  trigger.${trigger}: |\n    - {when: "true", send: [t]}\n  template.t: "message: t"\n---\n`;
    const rsync =
      'kind: RootSync\nmetadata:\n  name: r\n  annotations: {notifications.argoproj.io/subscribe.two.slack: x}\nspec: {notificationConfig: {configMapRef: {name: b}}}\n';
    const text = configMap('a', 'one') + configMap('b', 'two') + rsync;
    expect(found(lint([{ path: 'x', text }]).findings, [])).toEqual([]);
  });

  it('may be too large', () => {
    const findings = lintText(`  template.a: |\n    message: "${'x'.repeat(1024 * 1024)}"\n`);
    expect(findings.map(({ rule }) => rule)).toContain('too-large');
  });

  it('may be JSON', () => {
    const text = JSON.stringify({
      kind: 'ConfigMap',
      metadata: { name: 'a' },
      data: { 'trigger.a': '- when: a ==\n  send: []\n' },
    });
    const findings = lint([{ path: 'a.json', text }]).findings;
    const place = { rule: 'expression', line: 1, column: text.indexOf('==') + 2 };
    expect(findings).toContainEqual(expect.objectContaining(place));
  });
});

it('the files that show a mistake are named for it', () => {
  expect(broken.map((path) => basename(path, '.yaml')).every((name) => /^[a-z-]+$/.test(name))).toBe(true);
});
