import { expect, it } from 'vitest';
import type { ControllerError } from './errors.ts';
import { leaseFlags, leaseTimesOf } from './lease-options.ts';

type Given = Partial<Record<keyof typeof leaseFlags, string>>;

const times = (given: Given) =>
  leaseTimesOf({ required: (name) => given[name as keyof Given] ?? leaseFlags[name as keyof Given].fallback });

it('the times of a leader election are those of Kubernetes, or what flags say', () => {
  expect(times({})).toEqual({ durationMs: 15_000, deadlineMs: 10_000, retryMs: 2_000 });
  expect(times({ leaseDuration: '1m', renewDeadline: '40s', retryPeriod: '500ms' })).toEqual({
    durationMs: 60_000,
    deadlineMs: 40_000,
    retryMs: 500,
  });
});

it.each<[string, Given, string]>([
  [
    'a leader that acts while another takes over',
    { leaseDuration: '10s' },
    '--leader-elect-lease-duration: must be longer than --leader-elect-renew-deadline',
  ],
  [
    'a leader without time for a second try',
    { retryPeriod: '9s' },
    '--leader-elect-renew-deadline: must be longer than --leader-elect-retry-period',
  ],
  [
    'a Lease of less than a second',
    { leaseDuration: '900ms', renewDeadline: '600ms', retryPeriod: '100ms' },
    '--leader-elect-lease-duration: is less than a second, which no Lease can say',
  ],
  ['no duration', { retryPeriod: 'soon' }, '--leader-elect-retry-period: time: invalid duration "soon"'],
])('refuse %s', (_what, given, message) => {
  expect(() => times(given)).toThrow(expect.objectContaining({ code: 'Usage', message }) as ControllerError);
});
