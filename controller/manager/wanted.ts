import type { KubernetesObject } from '../kubernetes/index.ts';
import { copyName } from './names.ts';
import type { ManagerOptions } from './options.ts';
import type { Owner } from './owner.ts';
import type { Settings } from './settings.ts';

/** What the ConfigMap and Secret that an RSync names were when last looked at; undefined when there is none. */
export interface Sources {
  readonly configMap: KubernetesObject | undefined;
  readonly secret: KubernetesObject | undefined;
}

/** One RSync with notifications enabled, and all that follows from it. */
export interface Wanted {
  readonly owner: Owner;
  readonly rsync: KubernetesObject;
  readonly settings: Settings;
  readonly sources: Sources;
  readonly options: ManagerOptions;
}

/** Where the notification process reads its configuration. */
export interface ConfigPlace {
  readonly namespace: string;
  readonly configMapName: string;
  readonly secretName: string | undefined;
}

/** The RSync's own ConfigMap and Secret, or for a RepoSync their copies beside its reconciler. */
export function configPlaceOf({ owner, settings, options }: Wanted): ConfigPlace {
  const { configMapName, secretName } = settings;
  if (owner.kind === 'RootSync') return { namespace: owner.namespace, configMapName, secretName };
  return {
    namespace: options.systemNamespace,
    configMapName: copyName(owner, 'cm', configMapName),
    secretName: secretName === undefined ? undefined : copyName(owner, 'secret', secretName),
  };
}

/** Whether a process is to run: without the name of a ConfigMap it would not start. */
export function runsProcess({ settings }: Wanted): boolean {
  return settings.configMapName !== '';
}
