import { expect, it } from 'vitest';
import { names } from './engine.ts';
import { asStarted, goPeer } from './idle.ts';
import { type Footprint, failed, report } from './report.ts';

function footprint(engine: number, ours: number): Footprint {
  const memory = (resident: number) => [{ resident, anonymous: resident / 4 }];
  return {
    rounds: 1,
    engine: [
      { name: names.connected, memory: memory(50) },
      { name: names.engine, memory: memory(50 + engine) },
      { name: 'awssqs', memory: memory(60 + engine) },
    ],
    idle: [
      { name: asStarted, memory: memory(ours), ready: [0.4] },
      { name: goPeer, memory: memory(50), ready: [0.1] },
    ],
  };
}

it.each([
  [8, 65, false],
  [8.1, 65, true],
  [8, 65.1, true],
])('an engine of %d MB and a process of %d MB, beside a peer of 50: failed is %s', (engine, ours, want) => {
  expect(failed(footprint(engine, ours))).toBe(want);
});

it('shows what each costs, and in bold what is beyond its limit', () => {
  const text = report(footprint(9, 70));
  expect(text).toContain(`| ${names.engine} | 59.0 (14.8) | **9.0** |`);
  expect(text).toContain('| `awssqs` | +10.0 | +2.5 |');
  expect(text).toContain(`| ${asStarted} | 70.0 (17.5) | **1.40** | **0.40** |`);
  expect(text).toContain('20.0 MB more than the Go peer');
});
