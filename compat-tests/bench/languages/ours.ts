import { compile } from '../../../engine/expr/index.ts';
import { Run } from '../../../engine/go/run.ts';
import { sprigFunctions } from '../../../engine/sprig/index.ts';
import { parse } from '../../../engine/template/index.ts';
import { helperGroup } from '../../conformance/helpers.ts';
import type { Row } from './rows.ts';

/** How often the clock is not looked at. */
const batch = 20;

/** What measures the mean time in ns of one operation of a row for so many milliseconds. */
export function timerOf(row: Row): (milliseconds: number) => number {
  const operations = operationsOf(row);
  return (milliseconds) => timed(operations, milliseconds);
}

function timed(operations: readonly (() => unknown)[], milliseconds: number): number {
  for (let i = 0; i < 3; i++) runAll(operations);
  const started = performance.now();
  let count = 0;
  while (performance.now() - started < milliseconds) {
    runAll(operations);
    count += operations.length;
  }
  return ((performance.now() - started) * 1e6) / count;
}

function runAll(operations: readonly (() => unknown)[]): void {
  for (const operation of operations) operation();
}

function operationsOf({ kind, sources, envs }: Row): (() => unknown)[] {
  const time = helperGroup('time');
  const once = sources.flatMap((source) => envs.map((env) => operationOf(kind, source, { ...env, time })));
  return Array.from({ length: Math.ceil(batch / once.length) }, () => once).flat();
}

function operationOf(kind: Row['kind'], source: string, env: Record<string, unknown>): () => unknown {
  switch (kind) {
    case 'expr': {
      const program = compile(source);
      return () => program.run(env, new Run());
    }
    case 'compile':
      return () => compile(source);
    case 'template': {
      const template = parse('t', source, sprigFunctions);
      return () => template.execute(env, new Run());
    }
    default:
      return () => parse('t', source, sprigFunctions);
  }
}
