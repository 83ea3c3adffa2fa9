import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeKubernetes } from '../../../engine/go/json.ts';
import { canonical } from '../../conformance/compare.ts';
import { argocdRows } from './argocd.ts';
import { configRows } from './config.ts';
import { outputRows } from './output.ts';
import type { CoreRow, CoreRows } from './row.ts';
import { stateRows } from './state.ts';
import { subscriptionRows } from './subscriptions.ts';
import { templateRows } from './templates.ts';
import { triggerRows } from './triggers.ts';

const suites: Readonly<Record<string, CoreRows>> = {
  argocd: argocdRows,
  config: configRows,
  output: outputRows,
  state: stateRows,
  subscriptions: subscriptionRows,
  templates: templateRows,
  triggers: triggerRows,
};

/** The files of engine-core vectors. */
export const coreSuites: readonly string[] = Object.keys(suites);

/** Every row of a file in a folder of engine-core vectors. */
export function coreRows(directory: string, suite: string): readonly CoreRow[] {
  const files = (name: string) => decodeKubernetes(readFileSync(join(directory, `${name}.json`), 'utf8'));
  const rows = suites[suite];
  return rows ? [...rows(files(suite) as never, files)] : [];
}

/** Whether a row is as the Go engine has it, texts of errors as far as they are the engine's own. */
export function isEqual({ want, got }: CoreRow): boolean {
  return canonical(want) === canonical(got);
}
