import { isPlainMap } from '../../engine/go/value.ts';
import type { KubernetesObject } from '../kubernetes/index.ts';
import { annotationPrefixes } from '../rsync/annotations.ts';
import { mapAt, textAt } from '../rsync/sync.ts';

/** What an RSync says about its notifications. */
export interface Settings {
  /** Empty when the RSync names none. */
  readonly configMapName: string;
  readonly secretName: string | undefined;
}

const [prefix] = annotationPrefixes;

/**
 * The settings of an RSync that has notifications enabled: by `spec.notificationConfig`, or else by the annotations
 * `…/configmap` and `…/secret`, for schemas that lack the field. Undefined when they are disabled.
 */
export function settingsOf(rsync: KubernetesObject): Settings | undefined {
  const config = mapAt(rsync, 'spec')['notificationConfig'];
  if (isPlainMap(config)) {
    const configMapName = refName(config, 'configMapRef') || refName(config, 'configmapRef');
    return { configMapName, secretName: refName(config, 'secretRef') || undefined };
  }
  const annotations = annotationsOf(rsync);
  const configMapName = annotations[`${prefix}/configmap`];
  const secretName = annotations[`${prefix}/secret`];
  if (configMapName === undefined && secretName === undefined) return undefined;
  return { configMapName: configMapName ?? '', secretName: secretName || undefined };
}

function refName(config: Record<string, unknown>, key: string): string {
  return textAt(mapAt(config, key), 'name');
}

/** Whether annotations of the RSync subscribe it to anything. */
export function isSubscribed(rsync: KubernetesObject): boolean {
  return Object.keys(annotationsOf(rsync)).some((key) =>
    annotationPrefixes.some((each) => key.startsWith(`${each}/subscribe.`) || key.startsWith(`${each}/subscriptions`)),
  );
}

/** Whether a ConfigMap has subscriptions of its own, Argo's legacy form included. */
export function hasSubscriptions(configMap: KubernetesObject): boolean {
  const data = mapAt(configMap, 'data');
  return Object.hasOwn(data, 'subscriptions') || Object.hasOwn(data, 'config.yaml');
}

function annotationsOf(rsync: KubernetesObject): Readonly<Record<string, string>> {
  return rsync.metadata.annotations ?? {};
}
