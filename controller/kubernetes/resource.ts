/** One resource of the API. `group` is empty for core. */
export interface Resource {
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

export interface ResourcePath {
  readonly namespace?: string | undefined;
  readonly name?: string | undefined;
  readonly subresource?: string | undefined;
}

export const configMaps: Resource = core('configmaps', 'ConfigMap');
export const secrets: Resource = core('secrets', 'Secret');
export const coreEvents: Resource = core('events', 'Event');
export const leases: Resource = {
  group: 'coordination.k8s.io',
  version: 'v1',
  plural: 'leases',
  kind: 'Lease',
  namespaced: true,
};

function core(plural: string, kind: string): Resource {
  return { group: '', version: 'v1', plural, kind, namespaced: true };
}

/** A namespaced resource of `configsync.gke.io`; the plural is the lower-cased kind and an `s`. */
export function configSyncResource(kind: string, version = 'v1beta1', group = 'configsync.gke.io'): Resource {
  return { group, version, plural: `${kind.toLowerCase()}s`, kind, namespaced: true };
}

/** `v1`, `configsync.gke.io/v1beta1`, … */
export function apiVersionOf(resource: Resource): string {
  return resource.group === '' ? resource.version : `${resource.group}/${resource.version}`;
}

/** The URL path of a collection, an object or a subresource. Without a namespace a namespaced collection spans all. */
export function resourcePath(resource: Resource, { namespace, name, subresource }: ResourcePath = {}): string {
  const parts = [resource.group === '' ? 'api' : 'apis', ...apiVersionOf(resource).split('/')];
  if (resource.namespaced && namespace) parts.push('namespaces', namespace);
  parts.push(resource.plural);
  if (name !== undefined) parts.push(name);
  if (subresource !== undefined) parts.push(subresource);
  return `/${parts.map(encodeURIComponent).join('/')}`;
}
