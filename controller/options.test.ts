import { describe, expect, it } from 'vitest';
import { ControllerError } from './errors.ts';
import { parseNotificationOptions } from './options.ts';

const required = ['--api-kind=RootSync', '--resource-namespace=ns', '--cm-name=cm'];

function failure(argv: readonly string[], env: Record<string, string> = {}): ControllerError {
  try {
    parseNotificationOptions(argv, env);
  } catch (error) {
    if (error instanceof ControllerError) return error;
  }
  throw new Error('it did not fail');
}

describe('the options of the notification process', () => {
  it('have the defaults of Config Sync', () => {
    expect(parseNotificationOptions(required, {})).toEqual({
      apiGroup: 'configsync.gke.io',
      apiVersion: 'v1beta1',
      apiKind: 'RootSync',
      resourceNamespace: 'ns',
      configNamespace: 'ns',
      resourceName: undefined,
      configMapName: 'cm',
      secretName: undefined,
      resyncPeriodMs: 60_000,
      kubeconfig: undefined,
      repoRoot: '/repo',
      createNotification: false,
      strictConfig: false,
      leaderElect: true,
      leaseTimes: { durationMs: 15_000, deadlineMs: 10_000, retryMs: 2_000 },
      maxAttempts: 100,
      stateStore: 'resource',
      selfService: false,
      applicationNamespaces: [],
      asUpstream: new Set(),
      metricsPort: 9001,
      metricsPrefix: 'configsync',
      gracePeriodMs: 20_000,
      logLevel: 'info',
    });
  });

  it('fall back to the environment, and from an empty variable to the default', () => {
    const env = {
      NOTIFICATION_API_KIND: 'RepoSync',
      NOTIFICATION_API_GROUP: '',
      NOTIFICATION_API_VERSION: 'v1alpha1',
      NOTIFICATION_RESOURCE_NAME: 'repo-sync',
      NOTIFICATION_RESOURCE_NAMESPACE: 'team',
      NOTIFICATION_CONFIG_NAMESPACE: 'system',
      NOTIFICATION_RESYNC_PERIOD: '1h30m',
      NOTIFICATION_CONFIGMAP_NAME: 'cm',
      NOTIFICATION_SECRET_NAME: 'secret',
    };
    expect(parseNotificationOptions(['--resource-name', 'other'], env)).toMatchObject({
      apiKind: 'RepoSync',
      apiGroup: 'configsync.gke.io',
      apiVersion: 'v1alpha1',
      resourceName: 'other',
      resourceNamespace: 'team',
      configNamespace: 'system',
      resyncPeriodMs: 5_400_000,
      secretName: 'secret',
    });
  });

  it('have for Applications the names of Argo CD', () => {
    expect(parseNotificationOptions(['--api-kind=Application', '--resource-namespace=argocd'], {})).toMatchObject({
      apiGroup: 'argoproj.io',
      apiVersion: 'v1alpha1',
      configNamespace: 'argocd',
      configMapName: 'argocd-notifications-cm',
      secretName: 'argocd-notifications-secret',
      metricsPrefix: 'argocd',
    });
  });

  it.each<[string, readonly string[], Record<string, string>, boolean]>([
    ['a switch', ['--self-service-notification-enabled'], {}, true],
    ['a value', ['--self-service-notification-enabled=false'], {}, false],
    ["Argo CD's variable", [], { ARGOCD_NOTIFICATION_CONTROLLER_SELF_SERVICE_NOTIFICATION_ENABLED: 'true' }, true],
  ])('take self-service as %s', (_what, flags, env, selfService) => {
    expect(parseNotificationOptions([...required, ...flags], env)).toMatchObject({ selfService });
  });

  it.each<[string, readonly string[]]>([
    ['failed-sends', ['failed-sends']],
    ['state-limit, failed-conditions', ['state-limit', 'failed-conditions']],
    ['all', ['failed-sends', 'state-limit', 'failed-conditions', 'failed-once-per']],
  ])('take what is to be as upstream: %s', (list, ways) => {
    expect([...parseNotificationOptions([...required, `--as-upstream=${list}`], {}).asUpstream]).toEqual(ways);
  });

  it('take namespaces of Applications as a list, from the variable of Argo CD as well', () => {
    const env = { ARGOCD_APPLICATION_NAMESPACES: 'team-*, /^dev$/' };
    expect(parseNotificationOptions(required, env).applicationNamespaces).toEqual(['team-*', '/^dev$/']);
  });

  it.each([
    ['-v=5', 'debug'],
    ['-v=0', 'info'],
  ])('take klog verbosity: %s is %s', (flag, level) => {
    expect(parseNotificationOptions([...required, flag], {}).logLevel).toBe(level);
  });

  it.each<[string, readonly string[], string]>([
    ['an unknown flag', [...required, '--api-knd=x'], "notification: unknown option '--api-knd=x'"],
    [
      'a flag without its value',
      [...required, '--secret-name'],
      "notification: option '--secret-name <name>' argument missing",
    ],
    ['a missing kind', required.slice(1), 'notification: --api-kind is missing (or set NOTIFICATION_API_KIND)'],
    [
      'a missing namespace',
      ['--api-kind=RootSync'],
      'notification: --resource-namespace is missing (or set NOTIFICATION_RESOURCE_NAMESPACE)',
    ],
    [
      'a missing ConfigMap',
      required.slice(0, 2),
      'notification: --cm-name is missing (or set NOTIFICATION_CONFIGMAP_NAME)',
    ],
    [
      'an unknown kind',
      ['--api-kind=RotSync', ...required.slice(1)],
      "--api-kind: 'RotSync' is none of RootSync, RepoSync, Application; did you mean 'RootSync'?",
    ],
    ['a bad duration', [...required, '--resync-period=1x'], '--resync-period: time: unknown unit "x" in duration "1x"'],
    ['a period of nothing', [...required, '--resync-period=0s'], "--resync-period: '0s' is not above zero"],
    ['a bad verbosity', [...required, '-v', 'loud'], "-v: 'loud' is not a number"],
    ['a port that is none', [...required, '--metrics-port=x'], "--metrics-port: 'x' is not a whole number"],
    [
      'a state store that is none',
      [...required, '--state-store=x'],
      "--state-store: 'x' is none of resource, notification",
    ],
    [
      'a way of upstream that is none',
      [...required, '--as-upstream=failed-send'],
      "--as-upstream: 'failed-send' is none of failed-sends, state-limit, failed-conditions, failed-once-per, all; did you mean 'failed-sends'?",
    ],
    [
      'a Notification that carries the state of an Application',
      ['--api-kind=Application', '--resource-namespace=argocd', '--state-store=notification'],
      '--state-store: an Application has no Notification',
    ],
    ['a stray argument', [...required, 'extra'], 'notification: too many arguments. Expected 0 arguments but got 1.'],
  ])('refuse %s', (_what, argv, message) => {
    const error = failure(argv);
    expect(error.code).toBe('Usage');
    expect(error.message.split('\n')[0]).toBe(message);
  });

  it('show their help', () => {
    const error = failure(['--help']);
    expect(error.code).toBe('Help');
    expect(error.message).toContain('--resync-period <duration>');
    expect(error.message).toContain('NOTIFICATION_RESYNC_PERIOD');
  });
});
