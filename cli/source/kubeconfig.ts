import { dirname, join, resolve } from 'node:path';
import type { Environment } from '../../controller/flags.ts';
import { type Connection, inCluster, parseKubeConfig } from '../../controller/kubernetes/index.ts';
import { mapAt, textAt } from '../../controller/rsync/sync.ts';
import { parseYaml } from '../../engine/config/yaml.ts';
import { isPlainMap } from '../../engine/go/value.ts';
import { CliError } from '../errors.ts';
import type { Files } from '../io.ts';
import type { ClusterFlags } from './flags.ts';

type Entry = Record<string, unknown>;

/** What a kubeconfig is, several merged into one: the first entry of a name counts. Paths are absolute. */
interface KubeConfig {
  readonly currentContext: string;
  readonly contexts: ReadonlyMap<string, Entry>;
  readonly clusters: ReadonlyMap<string, Entry>;
  readonly users: ReadonlyMap<string, Entry>;
}

const pathKeys = ['certificate-authority', 'client-certificate', 'client-key', 'tokenFile'];

/**
 * The API server that kubectl would talk to with these flags; undefined when nothing names one.
 * @throws {CliError} `InvalidFile`; {ControllerError} `InvalidConfig`
 */
export async function connectionOf(
  flags: ClusterFlags,
  files: Files,
  env: Environment,
): Promise<Connection | undefined> {
  const paths = kubeconfigPaths(flags, files, env);
  if (paths.length === 0 && flags.server === undefined) return inPod(env);
  const config = merged(paths.map((path) => readFile(path, files)));
  const text = JSON.stringify(effective(config, flags, files));
  return impersonating(await parseKubeConfig(text, files.absolute('.')), flags);
}

/** The namespace of the flags or of the current context; undefined when neither names one. */
export function namespaceOf(flags: ClusterFlags, files: Files, env: Environment): string | undefined {
  if (flags.namespace) return flags.namespace;
  const config = merged(kubeconfigPaths(flags, files, env).map((path) => readFile(path, files)));
  return textAt(config.contexts.get(flags.context ?? config.currentContext) ?? {}, 'namespace') || undefined;
}

/** A file that is named has to exist; of the others those that do. */
function kubeconfigPaths({ kubeconfig }: ClusterFlags, files: Files, env: Environment): string[] {
  if (kubeconfig) return [kubeconfig];
  const listed = (env['KUBECONFIG'] ?? '').split(':').filter((path) => path !== '');
  const home = env['HOME'] ? [join(env['HOME'], '.kube', 'config')] : [];
  return (listed.length > 0 ? listed : home).filter((path) => files.isFile(path));
}

function inPod(env: Environment): Connection | undefined {
  const host = env['KUBERNETES_SERVICE_HOST'];
  return host ? inCluster({ host, port: env['KUBERNETES_SERVICE_PORT'] }) : undefined;
}

function readFile(path: string, files: Files): { content: Entry; directory: string } {
  try {
    const content = parseYaml(files.read(path));
    return { content: isPlainMap(content) ? content : {}, directory: dirname(files.absolute(path)) };
  } catch (error) {
    throw new CliError('InvalidFile', `kubeconfig ${path}: ${(error as Error).message}`, { cause: error });
  }
}

function merged(read: readonly { content: Entry; directory: string }[]): KubeConfig {
  const all = (list: string, inner: string) => {
    const entries = read.flatMap(({ content, directory }) => {
      const items = Array.isArray(content[list]) ? content[list].filter(isPlainMap) : [];
      return items.map((item) => [textAt(item, 'name'), absolutePaths(mapAt(item, inner), directory)] as const);
    });
    return new Map(entries.reverse());
  };
  const currents = read.map(({ content }) => textAt(content, 'current-context'));
  return {
    currentContext: currents.find((name) => name !== '') ?? '',
    contexts: all('contexts', 'context'),
    clusters: all('clusters', 'cluster'),
    users: all('users', 'user'),
  };
}

function absolutePaths(entry: Entry, directory: string): Entry {
  const paths = pathKeys.filter((key) => textAt(entry, key) !== '');
  return { ...entry, ...Object.fromEntries(paths.map((key) => [key, resolve(directory, textAt(entry, key))])) };
}

/** A kubeconfig of the one context that the flags choose, with what they say instead. */
function effective(config: KubeConfig, flags: ClusterFlags, files: Files): Entry {
  const name = flags.context ?? config.currentContext;
  const context = config.contexts.get(name);
  if (name !== '' && !context) throw new CliError('InvalidFile', `context "${name}" does not exist`);
  const cluster = { ...chosen('cluster', config.clusters, flags.cluster ?? textAt(context ?? {}, 'cluster')) };
  const user = { ...chosen('user', config.users, flags.user ?? textAt(context ?? {}, 'user')) };
  set(cluster, { server: flags.server, 'tls-server-name': flags.tlsServerName, 'proxy-url': flags.proxyUrl });
  set(cluster, { 'insecure-skip-tls-verify': flags.insecureSkipTlsVerify });
  replace(cluster, 'certificate-authority', flags.certificateAuthority, files);
  set(user, { username: flags.username, password: flags.password, as: flags.as });
  if (flags.token) set(user, { token: flags.token, tokenFile: '', exec: null });
  replace(user, 'client-certificate', flags.clientCertificate, files);
  replace(user, 'client-key', flags.clientKey, files);
  if (textAt(cluster, 'server') === '') throw new CliError('InvalidFile', 'no configuration has been provided');
  const namespace = textAt(context ?? {}, 'namespace') || undefined;
  return {
    'current-context': 'chosen',
    contexts: [{ name: 'chosen', context: { cluster: 'chosen', user: 'chosen', namespace } }],
    clusters: [{ name: 'chosen', cluster }],
    users: [{ name: 'chosen', user }],
  };
}

function chosen(what: string, entries: ReadonlyMap<string, Entry>, name: string): Entry {
  const found = entries.get(name);
  if (found || name === '') return found ?? {};
  throw new CliError('InvalidFile', `${what} "${name}" does not exist`);
}

function set(entry: Entry, values: Entry): void {
  for (const [key, value] of Object.entries(values)) if (value !== undefined) entry[key] = value;
}

/** A file instead of what the kubeconfig has inline or in another file. */
function replace(entry: Entry, key: string, path: string | undefined, files: Files): void {
  if (!path) return;
  delete entry[`${key}-data`];
  entry[key] = files.absolute(path);
}

function impersonating(connection: Connection, { asGroup = [], asUid }: ClusterFlags): Connection {
  if (asGroup.length === 0 && !asUid) return connection;
  const headers = {
    ...(asGroup.length > 0 && { 'Impersonate-Group': asGroup }),
    ...(asUid && { 'Impersonate-Uid': asUid }),
  };
  const credentials = async () => {
    const given = await connection.credentials();
    return { ...given, headers: { ...given.headers, ...headers } as typeof given.headers };
  };
  return { ...connection, credentials };
}
