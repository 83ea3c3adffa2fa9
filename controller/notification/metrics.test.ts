import { expect, it } from 'vitest';
import { Metrics } from './metrics.ts';

it('evaluations that failed are counted by trigger, beside the count that upstream has', async () => {
  const gauges = { queued: 0, pending: 0, dead: 0, watchAge: 0, configValid: true, leading: true };
  const metrics = new Metrics({ prefix: 'p', now: () => 0, gauges: () => gauges });
  metrics.evaluated([
    { trigger: 'a', triggered: false, failed: true },
    { trigger: 'a', triggered: true, failed: false },
  ]);
  expect((await metrics.text()).split('\n')).toEqual(
    expect.arrayContaining([
      'p_notifications_trigger_eval_total{name="a",triggered="false"} 1',
      'p_notifications_trigger_eval_total{name="a",triggered="true"} 1',
      'p_notifications_trigger_eval_failures_total{name="a"} 1',
    ]),
  );
});
