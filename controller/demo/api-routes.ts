import { apiVersionOf } from '../kubernetes/resource.ts';
import type { Served } from './api-resources.ts';
import { StatusFailure } from './api-status.ts';

/** What a path of the API names. `name` is empty for a collection, `namespace` for all namespaces. */
export interface Route {
  readonly resource: Served;
  readonly namespace: string;
  readonly name: string;
  readonly status: boolean;
}

/** The route of a path, undefined for one that the server does not serve. */
export function routeOf(pathname: string, resources: readonly Served[]): Route | undefined {
  const parts = pathname.split('/').slice(1).map(decoded);
  const [root, group, ...rest] = parts[0] === 'api' ? [parts[0], '', ...parts.slice(1)] : parts;
  if ((root !== 'api' && root !== 'apis') || group === undefined) return undefined;
  const [version, ...path] = rest;
  const inNamespace = path[0] === 'namespaces' && path.length > 2;
  const [plural, name = '', subresource, ...more] = inNamespace ? path.slice(2) : path;
  const served = resources.find((each) => each.group === group && each.version === version && each.plural === plural);
  if (served === undefined || more.length > 0) return undefined;
  if (subresource !== undefined && !(subresource === 'status' && served.status)) return undefined;
  if (name !== '' && served.namespaced !== inNamespace) return undefined;
  return { resource: served, namespace: inNamespace ? (path[1] ?? '') : '', name, status: subresource !== undefined };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new StatusFailure(400, 'BadRequest', `invalid URL escape "${part}"`);
  }
}

/** The discovery documents and health answers by path: an object is JSON, a string is text. */
export function discovery(resources: readonly Served[]): ReadonlyMap<string, string | object> {
  const groupVersions = Map.groupBy(resources, apiVersionOf);
  const named = resources.filter(({ group }) => group !== '').map(({ group, version }) => ({ group, version }));
  const groups = [...Map.groupBy(named, ({ group }) => group)].map(([name, of]) => {
    const versions = [...new Set(of.map(({ version }) => version))].map((version) => ({
      groupVersion: `${name}/${version}`,
      version,
    }));
    return { name, versions, preferredVersion: versions[0] };
  });
  return new Map<string, string | object>([
    ['/version', { major: '1', minor: '34', gitVersion: 'v1.34.0', platform: 'embedded' }],
    ['/readyz', 'ok'],
    ['/livez', 'ok'],
    ['/healthz', 'ok'],
    ['/api', { kind: 'APIVersions', versions: ['v1'] }],
    ['/apis', { kind: 'APIGroupList', apiVersion: 'v1', groups }],
    ...[...groupVersions].map(([groupVersion, served]): [string, object] => [
      groupVersion.includes('/') ? `/apis/${groupVersion}` : `/api/${groupVersion}`,
      { kind: 'APIResourceList', apiVersion: 'v1', groupVersion, resources: served.flatMap(described) },
    ]),
  ]);
}

const verbs = ['create', 'delete', 'get', 'list', 'patch', 'update', 'watch'];

function described({ plural, kind, namespaced, status }: Served): object[] {
  const own = { name: plural, singularName: kind.toLowerCase(), namespaced, kind, verbs };
  return status
    ? [own, { ...own, name: `${plural}/status`, singularName: '', verbs: ['get', 'patch', 'update'] }]
    : [own];
}
