import { annotationPrefixes } from '../../../controller/rsync/annotations.ts';
import type { Report, Rule } from '../rule.ts';
import type { Subject } from '../subject/subject.ts';
import { type Manifest, spotIn } from '../text/manifest.ts';
import { textOf } from '../text/yaml-text.ts';
import { suggest } from './suggest.ts';

const [prefix] = annotationPrefixes;

/** An RSync that names another ConfigMap or Secret. */
export const configReference: Rule = {
  id: 'config-reference',
  severity: 'error',
  what: 'An RSync names a ConfigMap or Secret that is not among the files, or stands in another namespace.',
  why: 'Its notification process finds no configuration, and sends nothing.',
  mend: 'Name those that stand in the namespace of the RSync.',
  *check(subject) {
    for (const object of subject.objects) {
      if (object.kind !== 'RootSync' && object.kind !== 'RepoSync') continue;
      yield* wrongReferences(subject, object);
    }
  },
};

function* wrongReferences({ configMap, secret }: Subject, object: Manifest): Generator<Report> {
  const references = [
    [['spec', 'notificationConfig', 'configMapRef', 'name'], configMap],
    [['spec', 'notificationConfig', 'configmapRef', 'name'], configMap],
    [['spec', 'notificationConfig', 'secretRef', 'name'], secret?.manifest],
    [['metadata', 'annotations', `${prefix}/configmap`], configMap],
    [['metadata', 'annotations', `${prefix}/secret`], secret?.manifest],
  ] as const;
  for (const [path, target] of references) {
    const name = textOf(object.yaml.find([...object.base, ...path]));
    if (name === undefined || !target) continue;
    const place = { spot: spotIn(object, path), path: path.join('.') };
    if (name !== target.name) {
      const hint = suggest(name, [target.name]) ?? `the one that was given is '${target.name}'`;
      yield { ...place, message: `there is no ${target.kind} '${name}'`, hint };
    } else if (object.namespace && target.namespace && object.namespace !== target.namespace) {
      const message = `the ${target.kind} '${name}' is in the namespace '${target.namespace}', the ${object.kind} in '${object.namespace}'`;
      yield { ...place, message, hint: 'they have to be in the same' };
    }
  }
}
