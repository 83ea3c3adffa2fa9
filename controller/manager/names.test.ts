import { expect, it } from 'vitest';
import { copyName, isObjectName, leaseName, processName, reconcilerName } from './names.ts';
import type { Owner } from './owner.ts';

const root = (name: string): Owner => ({ kind: 'RootSync', namespace: 'config-management-system', name });
const repo = (name: string): Owner => ({ kind: 'RepoSync', namespace: 'bookinfo', name });

it.each([
  [root('root-sync'), 'root-reconciler'],
  [root('root-sync-2'), 'root-reconciler-root-sync-2'],
  [repo('repo-sync'), 'ns-reconciler-bookinfo'],
  [repo('other'), 'ns-reconciler-bookinfo-other-5'],
  [repo('payments'), 'ns-reconciler-bookinfo-payments-8'],
])('the reconciler of %o is %s', (owner, name) => {
  expect(reconcilerName(owner)).toBe(name);
  expect(processName(owner)).toBe(`notification-${name}`);
});

it('names copies by what they are copies of, so that Config Sync does not collect them', () => {
  const name = copyName(repo('repo-sync'), 'cm', 'alerts');
  // sha1 of RepoSync:bookinfo:repo-sync:cm:alerts
  expect(name).toBe('notification-b2df58013689d9d4c27f2deb7e30d1d467b40bc7');
  const others = [
    copyName(repo('repo-sync'), 'secret', 'alerts'),
    copyName(repo('other'), 'cm', 'alerts'),
    copyName({ ...repo('repo-sync'), namespace: 'elsewhere' }, 'cm', 'alerts'),
    copyName(repo('repo-sync'), 'cm', 'others'),
  ];
  expect(new Set([name, ...others]).size).toBe(5);
});

it('names the Lease that the notification process asks for', () => {
  expect(leaseName(repo('other'))).toBe('notification-reposync-other');
});

it.each([
  ['alerts', true],
  ['team.alerts-1', true],
  ['', false],
  ['Alerts', false],
  ['alerts/status', false],
  ['..', false],
  ['-alerts', false],
  ['alerts.', false],
  ['a'.repeat(254), false],
])('an object can be called %j: %s', (name, expected) => {
  expect(isObjectName(name)).toBe(expected);
});
