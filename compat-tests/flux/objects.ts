import type { Resource } from '../../controller/kubernetes/index.ts';

const group = 'notification.toolkit.fluxcd.io';
const resource = (plural: string, kind: string): Resource => ({
  group,
  version: 'v1beta3',
  plural,
  kind,
  namespaced: true,
});

export const alerts = resource('alerts', 'Alert');
export const providers = resource('providers', 'Provider');

/** The kind of object that the events are about. */
export const eventKind = 'Kustomization';

/** Where a provider of type `generic` posts to. */
export interface Destination {
  readonly address?: string;
  /** Of all attempts together, as Go writes durations; Flux's default is 15s. */
  readonly timeout?: string;
  /** The Secret that has the address, as `address`. */
  readonly secret?: string;
}

/** A Provider that posts JSON. */
export function provider(namespace: string, name: string, { address, timeout, secret }: Destination): object {
  const place = secret === undefined ? { address } : { secretRef: { name: secret } };
  const spec = { type: 'generic', ...place, ...(timeout === undefined ? {} : { timeout }) };
  return { apiVersion: `${group}/v1beta3`, kind: 'Provider', metadata: { name, namespace }, spec };
}

/** An Alert that sends every event about objects of a kind in its namespace to the Provider of its name. */
export function alert(namespace: string, name: string, kind: string = eventKind): object {
  const spec = { providerRef: { name }, eventSources: [{ kind, name: '*' }] };
  return { apiVersion: `${group}/v1beta3`, kind: 'Alert', metadata: { name, namespace }, spec };
}

/** An event as Flux's controllers post it: `github.com/fluxcd/pkg/apis/event/v1beta1`. */
export interface FluxEvent {
  readonly involvedObject: Readonly<Record<'apiVersion' | 'kind' | 'name' | 'namespace', string>>;
  readonly severity: 'info' | 'error';
  readonly timestamp: string;
  readonly message: string;
  readonly reason: string;
  readonly reportingController: string;
}

/** An event about an object, by default a Kustomization. */
export function fluxEvent(namespace: string, message: string, kind: string = eventKind): FluxEvent {
  const apiVersion = kind === eventKind ? 'kustomize.toolkit.fluxcd.io/v1' : 'configsync.gke.io/v1beta1';
  return {
    involvedObject: { apiVersion, kind, name: 'apps', namespace },
    severity: 'info',
    timestamp: new Date().toISOString().replace(/\.\d+Z$/, 'Z'),
    message,
    reason: 'ReconciliationSucceeded',
    reportingController: 'kustomize-controller',
  };
}

/** The message of an event as the generic provider posts it; undefined when the body is none. */
export function messageOf(body: string): string | undefined {
  try {
    const { message } = JSON.parse(body) as { readonly message?: unknown };
    return typeof message === 'string' ? message : undefined;
  } catch {
    return undefined;
  }
}
