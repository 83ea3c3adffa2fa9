import { describe, expect, it } from 'vitest';
import type { Report } from '../notification/report.ts';
import { sameStatus, statusOf } from './status.ts';

const object = {
  apiVersion: 'configsync.gke.io/v1beta1',
  kind: 'RootSync',
  metadata: { name: 'root-sync', namespace: 'ns', generation: 3 },
  status: { conditions: [{ type: 'Syncing', commit: 'abc' }] },
};
const report: Report = { object, problems: [], warnings: [], failures: [], deliveries: [] };
const now = '2026-01-01T00:00:00Z';
const destination = { service: 'inbox', recipient: '' };

describe('the status of a Notification', () => {
  it('leaves out what is empty', () => {
    expect(statusOf(report, now)).toEqual({ observedGeneration: 3, commit: 'abc', lastUpdate: now });
    expect(statusOf({ ...report, object: { ...object, status: {} } }, now)).toEqual({
      observedGeneration: 3,
      lastUpdate: now,
    });
  });

  it('says what fails, what is wrong with the configuration, and what was delivered', () => {
    const tries = { attempts: 2, lastAttempt: 1_700_000_000_123, nextAttempt: 1_700_000_004_567, givenUp: false };
    const full: Report = {
      ...report,
      problems: ['template.a:1:2: bad'],
      warnings: [{ trigger: 't', errorMessage: 'w' }],
      failures: [
        { trigger: 't', destination: { service: 's', recipient: 'r' }, message: 'hello', error: 'e', ...tries },
      ],
      deliveries: [{ trigger: 't', destination, alreadyNotified: true, deliveredAt: 1_700_000_000 }],
    };
    expect(statusOf(full, now)).toEqual({
      observedGeneration: 3,
      commit: 'abc',
      lastUpdate: now,
      notificationError: [
        { errorMessage: 'template.a:1:2: bad' },
        {
          trigger: 't',
          service: 's',
          recipient: 'r',
          message: 'hello',
          errorMessage: 'e',
          attempts: 2,
          lastAttempt: '2023-11-14T22:13:20Z',
          nextAttempt: '2023-11-14T22:13:24Z',
        },
      ],
      warnings: [{ trigger: 't', errorMessage: 'w' }],
      deliveries: [{ trigger: 't', service: 'inbox', alreadyNotified: true, deliveredAt: '2023-11-14T22:13:20Z' }],
    });
  });

  it('says what was given up, and no time that is none', () => {
    const failure = { trigger: 't', destination, message: '', error: 'e', attempts: 3, givenUp: true };
    const failures = [{ ...failure, lastAttempt: undefined, nextAttempt: undefined }];
    const deliveries = [{ trigger: 't', destination, alreadyNotified: true, deliveredAt: 1e18 }];
    expect(statusOf({ ...report, failures, deliveries }, now)).toMatchObject({
      notificationError: [{ trigger: 't', service: 'inbox', errorMessage: 'e', attempts: 3, givenUp: true }],
      deliveries: [{ trigger: 't', service: 'inbox', alreadyNotified: true }],
    });
  });

  it('is bounded', () => {
    const many = Array.from({ length: 150 }, (_, i) => ({ trigger: `${i}`, errorMessage: 'x'.repeat(5_000) }));
    const { warnings } = statusOf({ ...report, warnings: many }, now);
    expect(warnings).toHaveLength(100);
    expect(warnings?.[0]?.errorMessage).toHaveLength(1024);
  });

  it('is the same whenever it was written and however its fields are ordered', () => {
    const status = statusOf(report, now);
    expect(sameStatus(status, { commit: 'abc', lastUpdate: '2020-01-01T00:00:00Z', observedGeneration: 3 })).toBe(true);
    expect(sameStatus(status, { commit: 'abd', lastUpdate: now, observedGeneration: 3 })).toBe(false);
    expect(sameStatus(status, undefined)).toBe(false);
  });
});
