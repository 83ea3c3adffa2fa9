import { isRead, meantKey } from './rules/known-keys.ts';
import { SecretView } from './subject/secret.ts';
import { Subject } from './subject/subject.ts';
import { entriesOf, type Manifest } from './text/manifest.ts';
import { textOf } from './text/yaml-text.ts';

export interface LintOptions {
  /** Names of the ConfigMap and the Secret; without them each ConfigMap that looks like one of notifications is looked at. */
  readonly configMapName?: string | undefined;
  readonly secretName?: string | undefined;
  /** Only what Argo CD itself refuses, or what fails when it is due. */
  readonly argo?: boolean | undefined;
  /** Rules that are left out. */
  readonly ignore?: readonly string[] | undefined;
}

/** The ConfigMaps that are about notifications, each with the Secret that belongs to it and the objects it notifies about. */
export function selectSubjects(manifests: readonly Manifest[], options: LintOptions): Subject[] {
  const configMaps = configMapsOf(manifests, options);
  return configMaps.map((configMap) => {
    const secret = secretOf(configMap, manifests, options);
    const objects = manifests.filter((object) => isObject(object) && belongsTo(object, configMap, configMaps));
    return new Subject(configMap, secret && new SecretView(secret), objects);
  });
}

function configMapsOf(manifests: readonly Manifest[], { configMapName }: LintOptions): Manifest[] {
  const all = manifests.filter(({ kind }) => kind === 'ConfigMap');
  if (configMapName !== undefined) return all.filter(({ name }) => name === configMapName);
  const likely = all.filter(looksLikeNotifications);
  return likely.length > 0 || all.length !== 1 ? likely : all;
}

function looksLikeNotifications(configMap: Manifest): boolean {
  const keys = [...entriesOf(configMap, ['data']), ...entriesOf(configMap, [])].map(({ key }) => key);
  const named = /notification/i.test(configMap.name);
  return keys.some((key) => (isRead(key) && key !== 'context') || (named && meantKey(key) !== undefined)) || named;
}

/** The Secret that is named, or else called alike or the only one: of the same file, or else of all files. */
function secretOf(
  configMap: Manifest,
  manifests: readonly Manifest[],
  { secretName }: LintOptions,
): Manifest | undefined {
  const near = manifests.filter((each) => each.kind === 'Secret' && isNear(each, configMap));
  const own = near.filter((each) => isBeside(each, configMap));
  if (secretName !== undefined) return [...own, ...near].find(({ name }) => name === secretName);
  const alike = configMap.name.replace(/-?(cm|configmap|config)$/, '');
  const chosen = (secrets: readonly Manifest[]) =>
    secrets.find(({ name }) => name.replace(/-?secrets?$/, '') === alike) ??
    (secrets.length === 1 ? secrets[0] : undefined);
  return chosen(own) ?? chosen(near);
}

function isNear({ namespace }: Manifest, configMap: Manifest): boolean {
  return namespace === '' || configMap.namespace === '' || namespace === configMap.namespace;
}

function isBeside(one: Manifest, other: Manifest): boolean {
  return one.yaml.source.file === other.yaml.source.file;
}

function isObject({ kind }: Manifest): boolean {
  return kind !== '' && kind !== 'ConfigMap' && kind !== 'Secret';
}

/** Of several ConfigMaps, an object belongs to the one that it names, or to those of its file, or to all near it. */
function belongsTo(object: Manifest, configMap: Manifest, all: readonly Manifest[]): boolean {
  if (all.length === 1) return true;
  const named = ['configMapRef', 'configmapRef'].map((field) =>
    textOf(object.yaml.find([...object.base, 'spec', 'notificationConfig', field, 'name'])),
  );
  const nearby = all.filter((each) => isNear(object, each));
  const wanted = nearby.filter(({ name }) => named.includes(name));
  const beside = nearby.filter((each) => isBeside(object, each));
  const chosen = [wanted, beside, nearby].find((some) => some.length > 0) ?? all;
  return chosen.includes(configMap);
}
