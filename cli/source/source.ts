import type { Command } from 'commander';
import { ControllerError, hasCode } from '../../controller/errors.ts';
import {
  configMaps,
  KubernetesClient,
  type KubernetesObject,
  type Resource,
  secrets as secretResource,
} from '../../controller/kubernetes/index.ts';
import { settingsOf } from '../../controller/manager/settings.ts';
import { CliError } from '../errors.ts';
import { isFailure, messageOfFailure } from '../failure.ts';
import type { Io } from '../io.ts';
import { withProgress } from '../progress.ts';
import { isCore, type Manifest, nameIn, namespaceIn, readManifest, readManifests } from './documents.ts';
import { type SourceFlags, sourceFlagsOf } from './flags.ts';
import { isRSyncKind, kindOf, kinds } from './kinds.ts';
import { connectionOf, namespaceOf } from './kubeconfig.ts';
import { pick } from './pick.ts';
import { readText } from './read-file.ts';
import { requestTimeoutMs } from './request-timeout.ts';
import { secretBytes, textsOf } from './values.ts';

/** A ConfigMap with its texts by key. */
export interface ConfigMapData {
  readonly name: string;
  readonly namespace: string;
  readonly data: Readonly<Record<string, string>>;
}

const argoNames = { configMap: 'argocd-notifications-cm', secret: 'argocd-notifications-secret' };
/** The names in the cluster that Config Sync's guide uses. */
const usualNames = { configMap: 'notification-cm', secret: 'notification-secret' };
const rootNamespace = 'config-management-system';

/** ConfigMap, Secret and resource, from files or from the cluster, as the flags say. The cluster is asked only when it has to be. */
export class Source {
  readonly flags: SourceFlags;
  private readonly io: Io;
  private connected: Promise<KubernetesClient | undefined> | undefined;
  private readonly closing: (() => void)[] = [];

  constructor(flags: SourceFlags, io: Io) {
    this.flags = flags;
    this.io = io;
  }

  /** Calls `close` when the command ends. */
  onClose(close: () => void): void {
    this.closing.push(close);
  }

  async close(): Promise<void> {
    for (const close of this.closing) close();
    (await this.connected?.catch(() => undefined))?.close();
  }

  /** The namespace of the ConfigMap and the Secret for a resource, or for none. */
  namespace(resource?: Manifest): string {
    const own = resource && !this.flags.argo ? namespaceIn(resource) : '';
    return this.flags.namespace || own || this.namespaceOfKind(this.kind());
  }

  /**
   * A resource: of a file if there is one of that name, `-` for standard input, else `kind/name` or a name in the cluster.
   * @throws {CliError} {ControllerError}
   */
  async resource(name: string): Promise<Manifest> {
    if (name === '-') return this.resourceOfStdin();
    if (this.io.files.isFile(name)) return readManifest(await readText(this.io, name));
    const [kind, rest] = name.includes('/') ? splitOnce(name, '/') : [undefined, name];
    const resource = kind === undefined ? this.kind() : kindOf(kind);
    if (!resource) throw new CliError('NotFound', `there is no file '${name}', and no kind '${kind}' that is known`);
    return await this.get(resource, rest, this.namespaceOfKind(resource));
  }

  /**
   * The ConfigMap: the one that `--config-map-name` names, else that of the resource, else the only one of the file or the usual one.
   * @throws {CliError} {ControllerError}
   */
  async configMap(resource?: Manifest): Promise<ConfigMapData> {
    const { configMap: path } = this.flags;
    const named = this.flags.configMapName ?? (this.flags.argo ? argoNames.configMap : undefined);
    const wanted = settings(resource)?.configMapName || undefined;
    const found = path
      ? pick(await this.manifests(path), { path, kind: 'ConfigMap', named, wanted })
      : await this.get(configMaps, named ?? wanted ?? usualNames.configMap, this.namespace(resource));
    return {
      name: nameIn(found),
      namespace: this.namespace(resource),
      data: textsOf(found['data']),
    };
  }

  /**
   * The Secret's values, chosen as the ConfigMap is. Without `--secret` the cluster is asked, unless the ConfigMap is of a file and
   * refers to no secret or there is no cluster. A Secret that nobody has named need not exist.
   * @throws {CliError} {ControllerError}
   */
  async secret(resource?: Manifest): Promise<ReadonlyMap<string, Uint8Array>> {
    const { secret: path, configMap, secretName, argo } = this.flags;
    if (path === ':empty') return new Map();
    const named = secretName ?? (argo ? argoNames.secret : undefined);
    const wanted = settings(resource)?.secretName;
    if (path) return secretBytes(pick(await this.manifests(path), { path, kind: 'Secret', named, wanted }));
    if (configMap && !(await this.needsSecret(resource))) return new Map();
    const name = named ?? wanted ?? usualNames.secret;
    try {
      return secretBytes(await this.get(secretResource, name, this.namespace(resource)));
    } catch (error) {
      if (hasCode(error, 'NotFound') && named === undefined && wanted === undefined) return new Map();
      if (!configMap || !isFailure(error)) throw error;
      const detail = '  (--secret :empty does without the Secret)';
      throw new CliError('Failed', messageOfFailure(error), { cause: error, detail });
    }
  }

  /** Whether a ConfigMap of a file wants the Secret of the cluster, if there is one. Upstream always reads it. */
  private async needsSecret(resource: Manifest | undefined): Promise<boolean> {
    if (!this.flags.argo) {
      const { data } = await this.configMap(resource);
      const refers = ([key, text]: [string, string]) => (key.startsWith('service.') ? /\$[\w-]/ : /secrets/).test(text);
      if (!Object.entries(data).some(refers)) return false;
    }
    return (await this.client()) !== undefined;
  }

  /** The client of the cluster that the flags choose; undefined when there is none. */
  client(): Promise<KubernetesClient | undefined> {
    this.connected ??= this.connect();
    return this.connected;
  }

  /** An object of the cluster. @throws {CliError} {ControllerError} */
  async get(resource: Resource, name: string, namespace: string): Promise<KubernetesObject> {
    const client = await this.client();
    if (!client) {
      const missing = `${resource.kind} ${namespace}/${name}`;
      throw new CliError('Failed', `there is no cluster to read ${missing} from: no kubeconfig, no --server`);
    }
    const reading = `Reading ${resource.kind} ${namespace}/${name}`;
    try {
      const { signal } = this.io;
      return await withProgress(this.io, reading, () => client.get(resource, { namespace, name }, { signal }));
    } catch (error) {
      throw isUnknownResource(error) ? unknownResource(resource, error) : error;
    }
  }

  private async connect(): Promise<KubernetesClient | undefined> {
    const { flags, io } = this;
    const timeoutMs = requestTimeoutMs(flags.requestTimeout);
    const connection = await connectionOf(flags, io.files, io.env);
    return connection && new KubernetesClient(connection, { timeoutMs, userAgent: 'configsync-notifications' });
  }

  /** The kind of resources that have none in front of their names. */
  private kind(): Resource {
    const name = this.flags.apiKind ?? (this.flags.argo ? 'Application' : 'RootSync');
    const kind = kindOf(name);
    if (kind) return kind;
    throw new CliError('Usage', `--api-kind: '${name}' is none of ${kinds.map((each) => each.kind).join(', ')}`);
  }

  private namespaceOfKind({ kind }: Resource): string {
    const { flags, io } = this;
    if (kind === 'RootSync' && !flags.argo) return flags.namespace ?? rootNamespace;
    return namespaceOf(flags, io.files, io.env) ?? 'default';
  }

  /** The first object on standard input that is not configuration. */
  private async resourceOfStdin(): Promise<Manifest> {
    const found = readManifests(await this.io.stdin()).find(
      (each) => !(isCore(each, 'ConfigMap') || isCore(each, 'Secret')),
    );
    if (found) return found;
    throw new CliError('NotFound', 'standard input has no resource');
  }

  private async manifests(path: string): Promise<Manifest[]> {
    return readManifests(await readText(this.io, path));
  }
}

/** Runs what needs a Source, and closes it. */
export async function withSource<T>(command: Command, io: Io, use: (source: Source) => Promise<T>): Promise<T> {
  const source = new Source(sourceFlagsOf(command), io);
  try {
    return await use(source);
  } finally {
    await source.close();
  }
}

/** Whether an API server has answered that it knows no such path. */
function isUnknownResource(error: unknown): boolean {
  return error instanceof ControllerError && error.status === 404 && error.message.endsWith('404 page not found');
}

function unknownResource({ plural, group, version }: Resource, cause: unknown): CliError {
  const name = `${plural}.${version}.${group}`;
  return new CliError('NotFound', `the cluster has no ${name}; is its CRD installed?`, { cause });
}

function settings(resource: Manifest | undefined) {
  if (!resource || !isRSyncKind(resource['kind'])) return undefined;
  return settingsOf(resource as KubernetesObject);
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return [text.slice(0, at), text.slice(at + separator.length)];
}
