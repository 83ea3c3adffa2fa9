import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { type BuildResult, goBuild } from '../go/build.ts';

const module = 'github.com/fluxcd/notification-controller';

/** The notification-controller of Flux. */
export interface FluxBinaries {
  readonly controller: string;
  readonly version: string;
  /** The files of its custom resource definitions, in the module cache. */
  readonly crdFolder: string;
}

/**
 * Flux's notification-controller under `cache`, built from this folder's Go module if need be (about three minutes on two cores);
 * or why it cannot be had.
 */
export async function buildFlux(cache: string, say: (line: string) => void): Promise<BuildResult<FluxBinaries>> {
  const output = join(cache, 'flux', 'notification-controller');
  const built = await goBuild({ module: import.meta.dirname, target: module, output, say });
  if (!built.ok) return built;
  const { status, stdout, stderr } = spawnSync(
    'go',
    ['list', '-mod=mod', '-m', '-f', '{{.Version}} {{.Dir}}', module],
    {
      cwd: import.meta.dirname,
      encoding: 'utf8',
    },
  );
  const [, version, folder] = /^(\S+) (.+)$/m.exec(stdout ?? '') ?? [];
  if (status !== 0 || version === undefined || folder === undefined) {
    return { ok: false, missing: 'modules', reason: `there is no ${module} in the module cache: ${stderr ?? ''}` };
  }
  return { ok: true, value: { controller: built.value, version, crdFolder: join(folder, 'config/crd/bases') } };
}
