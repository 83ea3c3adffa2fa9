import { join } from 'node:path';
import { type BuildResult, goBuild } from '../go/build.ts';

/** The programs of one API server. */
export interface KubeBinaries {
  readonly etcd: string;
  readonly apiserver: string;
}

/**
 * The paths of kube-apiserver and etcd under `cache`, built from this folder's Go modules if they are not there yet
 * (about four minutes on two cores); or why they cannot be had. `say` is told what is being done.
 */
export async function buildKube(cache: string, say: (line: string) => void): Promise<BuildResult<KubeBinaries>> {
  const folder = join(cache, 'kube');
  const etcd = await goBuild({
    module: join(import.meta.dirname, 'etcd'),
    target: 'go.etcd.io/etcd/server/v3',
    output: join(folder, 'etcd'),
    say,
  });
  if (!etcd.ok) return etcd;
  const apiserver = await goBuild({
    module: join(import.meta.dirname, 'apiserver'),
    target: 'k8s.io/kubernetes/cmd/kube-apiserver',
    output: join(folder, 'kube-apiserver'),
    say,
  });
  if (!apiserver.ok) return apiserver;
  return { ok: true, value: { etcd: etcd.value, apiserver: apiserver.value } };
}
