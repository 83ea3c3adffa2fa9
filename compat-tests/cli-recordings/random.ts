import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../cli/program.ts';
import { testIo } from '../../cli/test-io.ts';
import { Random } from '../fuzz/random.ts';
import { exitCodeOf, failureOf } from './compare.ts';
import { application, type RandomCase, randomCase } from './random-case.ts';
import type { Upstream } from './upstream.ts';

export interface Difference {
  readonly seed: number;
  readonly case: RandomCase;
  readonly want: unknown;
  readonly got: unknown;
}

/** Asks upstream and us random command lines for a time, and gives how many there were and those that differ. */
export async function compareRandom(
  upstream: Upstream,
  { folder, seed, seconds }: { folder: string; seed: number; seconds: number },
): Promise<{ count: number; differences: Difference[] }> {
  const until = performance.now() + seconds * 1000;
  const differences: Difference[] = [];
  let count = 0;
  writeFileSync(join(folder, 'app.json'), application);
  for (; performance.now() < until; count++) {
    const each = randomCase(new Random(seed + count));
    writeFileSync(join(folder, 'cm.yaml'), each.configMap);
    const theirs = await upstream(each.args, { cwd: folder });
    const io = testIo({ cwd: folder });
    const exitCode = await run(['--argo', '--strict-config', ...each.args], io);
    const failure = failureOf(theirs);
    const want = { stdout: theirs.stdout, stderr: failure, exitCode: exitCodeOf(theirs) };
    const got = { stdout: io.out(), stderr: io.err().includes(failure) ? failure : io.err(), exitCode };
    if (JSON.stringify(want) !== JSON.stringify(got)) differences.push({ seed: seed + count, case: each, want, got });
  }
  return { count, differences };
}
