import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';

it.each([
  ['is optimised', '', 1],
  ['is not optimised once nothing is to be', 'optimise(false);', 0],
  ['is optimised when it is to be again', 'optimise(false); optimise(true);', 1],
])('what is called often %s', (_what, first, optimised) => {
  const script = `
    import { optimise } from ${JSON.stringify(join(import.meta.dirname, 'optimise.ts'))};
    ${first}
    const hot = (n) => { let sum = 0; for (let i = 0; i < n; i++) sum += i % 7; return sum; };
    for (let i = 0; i < 5000; i++) hot(1000);
    process.stdout.write(String((new Function('f', 'return %GetOptimizationStatus(f)')(hot) >> 4) & 1));`;
  const flags = ['--allow-natives-syntax', '--no-concurrent-recompilation', '--input-type=module'];
  const { stdout, stderr } = spawnSync(process.execPath, [...flags, '-e', script], { encoding: 'utf8' });
  expect([stdout, stderr]).toEqual([String(optimised), '']);
});
