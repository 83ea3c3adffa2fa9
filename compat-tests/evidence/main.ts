import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { variablesFor } from '../../controller/rsync/variables.ts';
import { parseYaml } from '../../engine/config/yaml.ts';
import { compile } from '../../engine/expr/index.ts';
import { Run } from '../../engine/go/run.ts';
import { sprigFunctions } from '../../engine/sprig/index.ts';
import { parse } from '../../engine/template/index.ts';

/** Prints what npm packages of the languages' names make of the catalog: the table of docs/decisions.md. */

type Condition = { readonly when?: string; readonly oncePer?: string };

const catalog = parseYaml(readFileSync(join(import.meta.dirname, '../../deploy/catalog/configmap.yaml'), 'utf8')) as {
  readonly data: Readonly<Record<string, string>>;
};

const rsync = {
  apiVersion: 'configsync.gke.io/v1beta1',
  kind: 'RootSync',
  metadata: { name: 'root-sync', namespace: 'config-management-system', generation: 1 },
  spec: { git: { repo: 'https://git.example.com/fleet' } },
  status: {
    observedGeneration: 1,
    lastSyncedCommit: 'abc',
    conditions: [{ type: 'Syncing', status: 'False', message: 'Sync Completed', commit: 'abc' }],
  },
};
const variables = variablesFor({ context: {}, secrets: new Map() })(rsync);

/** The variables as plain JavaScript, so that another evaluator can use them. */
const plain = {
  sync: variables['sync'],
  utils: { LastCommit: () => 'abc', ConfigSyncErrors: () => [] },
  strings: { Hash: () => '2jmj7l5rSw0yVb_vlWAYkK_YBwk', Join: () => '' },
};

function expressions(): string[] {
  const triggers = Object.entries(catalog.data).filter(([key]) => key.startsWith('trigger.'));
  return triggers.flatMap(([, text]) => {
    return (parseYaml(text) as Condition[]).flatMap(({ when, oncePer }) =>
      [when, oncePer].filter((source) => source !== undefined),
    );
  });
}

function messages(): string[] {
  const templates = Object.entries(catalog.data).filter(([key]) => key.startsWith('template.'));
  return templates.map(([, text]) => (parseYaml(text) as { readonly message: string }).message);
}

/** How many of the sources give the wanted answer. */
function count(
  sources: readonly string[],
  wanted: (source: string) => unknown,
  got: (source: string) => unknown,
): string {
  const same = sources.filter((source) => {
    try {
      return Object.is(got(source), wanted(source));
    } catch {
      return false;
    }
  });
  return `${same.length} of ${sources.length}`;
}

function evaluate(source: string): unknown {
  return compile(source).run(variables, new Run());
}

function render(source: string): string {
  return parse('message', source, sprigFunctions).execute(variables, new Run());
}

function onRegistry(name: string): boolean {
  try {
    execFileSync('npm', ['view', name, 'version'], { stdio: 'pipe', timeout: 60_000 });
    return true;
  } catch {
    return false;
  }
}

interface ExprEval {
  readonly Parser: { evaluate(source: string, variables: object): unknown };
}
interface Gotpl {
  render(template: string, data: object): string;
}

const folder = mkdtempSync(join(tmpdir(), 'evidence-'));
try {
  execFileSync('npm', ['install', '--prefix', folder, '--no-audit', '--no-fund', 'expr-eval@2.0.2', 'gotpl@8.4.5'], {
    stdio: 'pipe',
    timeout: 120_000,
  });
  const require = createRequire(join(folder, 'x.js'));
  const { Parser } = require('expr-eval') as ExprEval;
  const gotpl = require('gotpl') as Gotpl;
  const rows = [
    ['package', 'catalog', 'same answer as Go'],
    ['expr-eval 2.0.2', 'expressions', count(expressions(), evaluate, (source) => Parser.evaluate(source, plain))],
    ['gotpl 8.4.5', 'messages', count(messages(), render, (source) => gotpl.render(source, plain))],
    ['sprig-js', '', onRegistry('sprig-js') ? 'is on the registry' : 'not on the registry'],
  ];
  for (const row of rows) process.stdout.write(`${row.map((cell) => cell.padEnd(18)).join('')}\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
