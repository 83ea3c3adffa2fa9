import { expect, it } from 'vitest';
import type { Outcome } from './finding.ts';
import { countsOf, type Result, tables, verdicts } from './report.ts';

const finding = { name: 'outage', title: 'the receiver is down', run: () => Promise.reject(new Error('unused')) };

function result(...holds: boolean[]): Result {
  const outcome: Outcome = {
    figures: [{ what: 'a | b', flux: '3 of 5\nlost', ours: 'none' }],
    checks: holds.map((each, i) => ({ name: `check ${i}`, holds: each })),
  };
  return { finding, outcome };
}

it.each([
  ['every check', [result(true, true), result(true)], { passed: 3, failed: 0 }],
  ['those that fail', [result(true, false)], { passed: 1, failed: 1 }],
  ['a finding that gave nothing as one that failed', [result(true), { finding }], { passed: 1, failed: 1 }],
])('counts %s', (_what, results, want) => {
  expect(countsOf(results)).toEqual(want);
});

it('says of each check whether it holds, and what went wrong', () => {
  expect(verdicts(result(true, false))).toEqual(['ok  outage: check 0', 'FAILED  outage: check 1']);
  expect(verdicts({ finding, error: 'no port' })).toEqual(['FAILED  outage: no port']);
});

it('shows figures as rows, each in one line', () => {
  const [head, , columns, , row] = tables([result(true)], 'v1.6.0').split('\n');
  expect([head, columns, row]).toEqual([
    '**outage**: the receiver is down',
    '| | Flux v1.6.0 | ours |',
    '| a \\| b | 3 of 5 lost | none |',
  ]);
});
