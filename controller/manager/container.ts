import { createHash } from 'node:crypto';
import { encode } from '../kubernetes/json.ts';
import { overrideOf, resourcesOf } from './override.ts';
import { journalArgument, journalMount } from './volume.ts';
import { configPlaceOf, type Wanted } from './wanted.ts';

/** The name of the container that we add to a reconciler's pod. */
export const containerName = 'notification';

/** The annotation of a Deployment that tells which container of ours is in it. */
export const hashAnnotation = 'notifications.configsync.gke.io/container';

/** Node's flags for the process of one RSync: what is done now and then need not be optimised (docs/benchmarks.md, Footprint). */
export const nodeFlags: readonly string[] = ['--no-opt', '--no-maglev'];

const port = 9001;

/**
 * The notification process as a container. Beside a reconciler it has no readiness probe, so that it never makes the reconciler's
 * Deployment unavailable for as long as it runs.
 */
export function containerOf(wanted: Wanted): Record<string, unknown> {
  const { image, imagePullPolicy, mode, resources } = wanted.options;
  const readinessProbe = { httpGet: { path: '/readyz', port, scheme: 'HTTP' }, periodSeconds: 10, timeoutSeconds: 5 };
  return {
    name: containerName,
    image,
    imagePullPolicy,
    command: ['/nodejs/bin/node', ...nodeFlags, '/app/notification.mjs'],
    args: [`--metrics-port=${port}`, journalArgument, ...argumentsOf(wanted)],
    env: environmentOf(wanted),
    ports: [{ name: 'notification', containerPort: port, protocol: 'TCP' }],
    resources: resourcesOf(resources, overrideOf(wanted.rsync).resources),
    volumeMounts: [journalMount],
    livenessProbe: {
      httpGet: { path: '/healthz', port, scheme: 'HTTP' },
      initialDelaySeconds: 30,
      periodSeconds: 60,
      timeoutSeconds: 10,
      failureThreshold: 5,
    },
    ...(mode === 'deployment' && { readinessProbe }),
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      runAsNonRoot: true,
      capabilities: { drop: ['ALL'] },
      seccompProfile: { type: 'RuntimeDefault' },
    },
  };
}

/** The arguments of a process wherever it runs. */
export function argumentsOf({ options, rsync }: Wanted): string[] {
  const { logLevel } = overrideOf(rsync);
  return [`--state-store=${options.stateStore}`, ...(logLevel === undefined ? [] : [`-v=${logLevel}`])];
}

/** The variables that tell the process what it serves. */
export function environmentOf(wanted: Wanted): { readonly name: string; readonly value: string }[] {
  const { kind, name, namespace } = wanted.owner;
  const config = configPlaceOf(wanted);
  return [
    { name: 'NOTIFICATION_API_KIND', value: kind },
    { name: 'NOTIFICATION_CONFIGMAP_NAME', value: config.configMapName },
    { name: 'NOTIFICATION_RESOURCE_NAME', value: name },
    { name: 'NOTIFICATION_RESOURCE_NAMESPACE', value: namespace },
    ...(config.secretName === undefined ? [] : [{ name: 'NOTIFICATION_SECRET_NAME', value: config.secretName }]),
    ...(config.namespace === namespace ? [] : [{ name: 'NOTIFICATION_CONFIG_NAMESPACE', value: config.namespace }]),
    ...Object.entries(wanted.options.proxy).map(([variable, value]) => ({ name: variable, value })),
  ];
}

/** What tells one container, or pod, from another. */
export function hashOf(value: unknown): string {
  return createHash('sha256').update(encode(value)).digest('hex').slice(0, 16);
}
