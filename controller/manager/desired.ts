import type { KubernetesObject } from '../kubernetes/index.ts';
import { mapAt } from '../rsync/sync.ts';
import { accessOf, accountOf, meta, ownerReferenceOf } from './access.ts';
import { containerOf, hashAnnotation, hashOf } from './container.ts';
import { processName, reconcilerName } from './names.ts';
import { journalVolume } from './volume.ts';
import { configPlaceOf, runsProcess, type Wanted } from './wanted.ts';

/** Every object that an RSync with notifications enabled brings about, its Notification first; not the container in its reconciler's pod. */
export function desiredObjects(wanted: Wanted): [notification: KubernetesObject, ...KubernetesObject[]] {
  if (!runsProcess(wanted)) return [notificationOf(wanted)];
  return [
    notificationOf(wanted),
    ...copiesOf(wanted),
    ...accessOf(wanted),
    ...(wanted.options.mode === 'deployment' ? [deploymentOf(wanted)] : []),
  ];
}

function notificationOf(wanted: Wanted): KubernetesObject {
  const { namespace, name } = wanted.owner;
  const metadata = { ...meta(wanted, namespace, name), ownerReferences: [ownerReferenceOf(wanted)] };
  return { apiVersion: 'configsync.gke.io/v1beta1', kind: 'Notification', metadata };
}

/** Copies of what is there; what is gone has no copy, so that no credential outlives its source. */
function copiesOf(wanted: Wanted): KubernetesObject[] {
  const { owner, sources } = wanted;
  if (owner.kind !== 'RepoSync') return [];
  const { configMapName, secretName } = configPlaceOf(wanted);
  const { configMap, secret } = sources;
  return [
    ...(configMap ? [{ ...copyOf(wanted, configMap, configMapName), ...contentOf(configMap, 'binaryData') }] : []),
    ...(secret && secretName ? [{ ...copyOf(wanted, secret, secretName), type: 'Opaque' }] : []),
  ];
}

function copyOf(wanted: Wanted, source: KubernetesObject, name: string): KubernetesObject {
  const annotations = {
    'notifications.configsync.gke.io/source-name': source.metadata.name,
    'notifications.configsync.gke.io/source-uid': source.metadata.uid ?? '',
    'notifications.configsync.gke.io/sync-uid': wanted.rsync.metadata.uid ?? '',
  };
  const metadata = { ...meta(wanted, wanted.options.systemNamespace, name), annotations };
  return { apiVersion: 'v1', kind: source.kind, metadata, ...contentOf(source, 'data') };
}

function contentOf(source: KubernetesObject, field: string): Record<string, unknown> {
  const content = mapAt(source, field);
  return Object.keys(content).length === 0 ? {} : { [field]: content };
}

function deploymentOf(wanted: Wanted): KubernetesObject {
  const { owner, options } = wanted;
  const selector = { 'app.kubernetes.io/name': 'notification', 'app.kubernetes.io/instance': reconcilerName(owner) };
  const spec = {
    replicas: 1,
    strategy: { type: 'Recreate' },
    selector: { matchLabels: selector },
    template: {
      metadata: { labels: selector },
      spec: {
        serviceAccountName: accountOf(wanted).name,
        securityContext: { runAsNonRoot: true, runAsUser: 65532, runAsGroup: 65532 },
        terminationGracePeriodSeconds: 30,
        containers: [containerOf(wanted)],
        volumes: [journalVolume],
      },
    },
  };
  const metadata = {
    ...meta(wanted, options.systemNamespace, processName(owner)),
    annotations: { [hashAnnotation]: hashOf(spec) },
  };
  return { apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec };
}
