import type { AppDetails, HelmParameter } from '../../../engine/app-details.ts';
import { emitYaml } from '../../../engine/config/emit.ts';
import { format } from '../../../engine/go/fmt.ts';
import { compareStrings } from '../../../engine/go/utf8.ts';
import { isPlainMap } from '../../../engine/go/value.ts';
import type { KubernetesObject } from '../../kubernetes/index.ts';
import { listAt, mapAt, textAt } from '../sync.ts';
import { sourceTypeOf } from './source.ts';

/**
 * What `repo.GetAppDetails` gives for an RSync, as far as its spec tells: of a chart its release, the values of the RSync as YAML and one
 * by one, and the files of values as `ConfigMap/key`. Images and the chart's own values would have to be rendered, and are missing.
 */
export function appDetailsOf(rsync: KubernetesObject): AppDetails {
  const type = sourceTypeOf(rsync);
  if (type === 'Kustomize') return { type, kustomize: { images: [] } };
  if (type === 'Directory') return { type, directory: {} };
  const helm = mapAt(mapAt(rsync, 'spec'), 'helm');
  const values = mapAt(helm, 'values');
  const hasValues = Object.keys(values).length > 0;
  return {
    type,
    helm: {
      name: textAt(helm, 'releaseName'),
      valueFiles: listAt(helm, 'valuesFileRefs').map(
        (file) => `${textAt(file, 'name')}/${textAt(file, 'dataKey') || 'values.yaml'}`,
      ),
      parameters: hasValues ? parametersOf(values, '').sort((a, b) => compareStrings(a.name, b.name)) : [],
      values: hasValues ? emitYaml(values) : '',
    },
  };
}

/** The leaves of a value by their paths, as Argo CD writes them: `a.b[0]`. */
function parametersOf(value: unknown, name: string): HelmParameter[] {
  if (Array.isArray(value)) return value.flatMap((item, i) => parametersOf(item, `${name}[${i}]`));
  if (!isPlainMap(value)) return [{ name, value: format(value) }];
  return Object.entries(value).flatMap(([key, item]) => parametersOf(item, name === '' ? key : `${name}.${key}`));
}
