import { beforeEach, describe, expect, it } from 'vitest';
import { ManualClock, settled } from '../kubernetes/manual-clock.ts';
import { silentLog } from '../log.ts';
import type { Report } from './report.ts';
import { Reports, type ReportsOptions } from './reports.ts';

const report = { problems: [], warnings: [], failures: [], deliveries: [] } as unknown as Report;

let clock: ManualClock;
let told: string[];

beforeEach(() => {
  clock = new ManualClock();
  told = [];
});

function start(more: Partial<ReportsOptions> = {}): Reports {
  let last = '';
  return new Reports({
    standing: (key) => {
      last = key;
      return report;
    },
    report: async () => void told.push(last),
    wait: () => 0,
    clock,
    log: silentLog,
    ...more,
  });
}

describe('reports', () => {
  it('are made once of what is added several times', async () => {
    const reports = start();
    for (const key of ['a', 'b', 'c', 'c']) reports.add(key);
    await settled();
    expect([told, reports.size]).toEqual([['a', 'b', 'c'], 0]);
  });

  it('wait while they had better, for half a minute in all', async () => {
    const reports = start({ wait: () => 2_000 });
    reports.add('a');
    await settled();
    await clock.pass(29_999);
    expect([told, reports.size]).toEqual([[], 0]);
    await clock.pass(2_001);
    expect(told).toEqual(['a']);
  });

  it('are made as soon as they need not wait', async () => {
    let wait = 2_000;
    const reports = start({ wait: () => wait });
    reports.add('a');
    await settled();
    await clock.pass(1_000);
    wait = 0;
    await clock.pass(1_000);
    expect(told).toEqual(['a']);
  });

  it('are not made of what there is nothing to tell of, nor of what is gone', async () => {
    const reports = start({ standing: () => undefined });
    reports.add('a');
    const waiting = start({ wait: () => 2_000 });
    waiting.add('b');
    await settled();
    waiting.forget('b');
    await clock.pass(60_000);
    expect(told).toEqual([]);
  });

  it('that fail are made again, with backoff', async () => {
    let failures = 1;
    const reports = start({
      report: async () => {
        if (failures-- > 0) throw new Error('no');
        told.push('a');
      },
    });
    reports.add('a');
    await settled();
    expect(told).toEqual([]);
    await clock.pass(1_000);
    expect(told).toEqual(['a']);
  });

  it('end with those of now', async () => {
    const reports = start();
    reports.add('a');
    await reports.stop(1_000);
    reports.add('b');
    await settled();
    expect(told).toEqual(['a']);
  });
});
