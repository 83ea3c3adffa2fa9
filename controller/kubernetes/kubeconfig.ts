import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Cluster, User } from '@kubernetes/client-node/dist/config_types.js';
import { parseYaml } from '../../engine/config/yaml.ts';
import { isPlainMap } from '../../engine/go/value.ts';
import { asControllerError, ControllerError } from '../errors.ts';
import type { Connection } from './connection.ts';
import { cached } from './credentials.ts';
import { loadUser } from './user.ts';

/** The connection of a kubeconfig file; of its current context unless one is named. Throws InvalidConfig. */
export async function loadKubeConfig(file: string, context?: string): Promise<Connection> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw asControllerError(error, 'InvalidConfig', `kubeconfig ${file}`);
  }
  return parseKubeConfig(text, dirname(file), context);
}

/** As loadKubeConfig, of the file's text (YAML or JSON). Relative paths in it start at `directory`. */
export async function parseKubeConfig(text: string, directory: string, context?: string): Promise<Connection> {
  const place = 'kubeconfig';
  try {
    const { cluster, user, namespace } = await readContext(text, directory, context);
    const credentials = await loadUser(user, cluster);
    return { server: new URL(cluster.server).href.replace(/\/$/, ''), namespace, ...cached(credentials) };
  } catch (error) {
    throw asControllerError(error, 'InvalidConfig', place);
  }
}

/** A user with what client-node leaves out of it. */
export interface KubeUser extends User {
  readonly tokenFile?: string | undefined;
}

async function readContext(text: string, directory: string, wanted: string | undefined) {
  const { newClusters, newContexts, newUsers } = await import('@kubernetes/client-node/dist/config_types.js');
  const config = parseYaml(text);
  if (!isPlainMap(config)) throw invalid('not a map');
  const name = wanted ?? config['current-context'];
  if (typeof name !== 'string' || name === '') throw invalid('no current-context');
  const [context] = newContexts(named(config, 'contexts', name));
  if (context === undefined) throw invalid(`no context ${name}`);
  const [cluster] = newClusters(named(config, 'clusters', context.cluster));
  if (cluster === undefined) throw invalid(`no cluster ${context.cluster}`);
  const users = named(config, 'users', context.user);
  const [user] = newUsers(users);
  if (user === undefined && context.user) throw invalid(`no user ${context.user}`);
  const path = (file: string | null | undefined) => (file ? resolve(directory, file) : undefined);
  const raw = isPlainMap(users[0]?.['user']) ? users[0]['user'] : {};
  const tokenFile = path(typeof raw['tokenFile'] === 'string' ? raw['tokenFile'] : undefined);
  return {
    namespace: context.namespace,
    cluster: withPaths(cluster, { caFile: path(cluster.caFile) }),
    user: withPaths(user ?? { name: '' }, {
      certFile: path(user?.certFile),
      keyFile: path(user?.keyFile),
      tokenFile,
    }) as KubeUser,
  } satisfies { cluster: Cluster; user: KubeUser; namespace: string | undefined };
}

function named(config: Record<string, unknown>, list: string, name: string): Record<string, unknown>[] {
  const items = config[list];
  return Array.isArray(items) ? items.filter((item) => isPlainMap(item) && item['name'] === name).slice(0, 1) : [];
}

function withPaths<T extends object>(object: T, paths: Record<string, string | undefined>): T {
  return { ...object, ...Object.fromEntries(Object.entries(paths).filter(([, path]) => path !== undefined)) };
}

function invalid(text: string): ControllerError {
  return new ControllerError('InvalidConfig', 'kubeconfig', text);
}
