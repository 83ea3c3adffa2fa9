import { expect, it } from 'vitest';
import { ControllerError } from '../errors.ts';
import { parseManagerOptions } from './options.ts';

it('have defaults for all but the image', () => {
  expect(
    parseManagerOptions([], {
      NOTIFICATION_IMAGE_NAME: 'notification:1',
      HTTPS_PROXY: 'http://proxy:3128',
      no_proxy: '',
    }),
  ).toEqual({
    mode: 'sidecar',
    systemNamespace: 'config-management-system',
    image: 'notification:1',
    imagePullPolicy: 'IfNotPresent',
    stateStore: 'resource',
    resources: { cpuRequest: '10m', cpuLimit: undefined, memoryRequest: '80Mi', memoryLimit: '256Mi' },
    selector: undefined,
    teardownMs: 10_000,
    proxy: { HTTPS_PROXY: 'http://proxy:3128' },
    kubeconfig: undefined,
    leaderElect: true,
    metricsPort: 9002,
    gracePeriodMs: 10_000,
    logLevel: 'info',
  });
});

it.each([
  [[], 'manager: --image is missing (or set NOTIFICATION_IMAGE_NAME)'],
  [['--image=x', '--mode=sidcar'], "--mode: 'sidcar' is none of sidecar, deployment; did you mean 'sidecar'?"],
  [['--image=x', '--state-store=etcd'], "--state-store: 'etcd' is none of resource, notification"],
  [['--image=x', '--memory-limit=much'], "--memory-limit: 'much' is not a quantity such as 250m or 64Mi"],
  [['--image=x', '--log-level=loud'], "--log-level: 'loud' is none of trace, debug, info, warn, error"],
])('%o is refused', (argv, message) => {
  expect(() => parseManagerOptions(argv, {})).toThrow(ControllerError);
  expect(() => parseManagerOptions(argv, {})).toThrow(message);
});

it('take every flag', () => {
  const argv = [
    '--mode=deployment',
    '--system-namespace=system',
    '--image=notification:2',
    '--image-pull-policy=Always',
    '--state-store=notification',
    '--cpu-request=20m',
    '--cpu-limit=1',
    '--memory-request=100Mi',
    '--memory-limit=1Gi',
    '--selector=team=shop',
    '--teardown-delay=1m',
    '--kubeconfig=file',
    '--leader-elect=false',
    '--metrics-port=0',
    '--grace-period=3s',
    '--log-level=debug',
  ];
  expect(parseManagerOptions(argv, {})).toEqual({
    mode: 'deployment',
    systemNamespace: 'system',
    image: 'notification:2',
    imagePullPolicy: 'Always',
    stateStore: 'notification',
    resources: { cpuRequest: '20m', cpuLimit: '1', memoryRequest: '100Mi', memoryLimit: '1Gi' },
    selector: 'team=shop',
    teardownMs: 60_000,
    proxy: {},
    kubeconfig: 'file',
    leaderElect: false,
    metricsPort: 0,
    gracePeriodMs: 3_000,
    logLevel: 'debug',
  });
});
