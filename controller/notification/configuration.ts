import type { Api, GetVariables } from '../../engine/api.ts';
import { HttpClient } from '../../engine/services/http.ts';
import type { ControllerError } from '../errors.ts';
import {
  type Clock,
  configMaps,
  type KubernetesClient,
  type KubernetesObject,
  ListWatch,
  type Resource,
  secrets,
} from '../kubernetes/index.ts';
import type { Log } from '../log.ts';
import { type Compiled, NamespaceConfiguration, type SharedVariables } from './namespace-configuration.ts';

/** An API, and whose it is. */
export interface ScopedApi {
  readonly api: Api;
  /** The namespace of a self-service configuration, which is part of its state keys; undefined for the central one. */
  readonly namespace: string | undefined;
}

/** What notifies about the objects of a namespace. */
export interface Configuration {
  /** None when nothing of it can be used; with self-service there may be two. */
  readonly apis: readonly ScopedApi[];
  /** What is wrong with it, each with its place. */
  readonly problems: readonly string[];
  /** What may be wrong with it, but can be used. */
  readonly warnings: readonly string[];
  /** How often its evaluations have asked for the time. */
  readonly clockReads: () => number;
}

export interface ConfigurationOptions {
  readonly client: KubernetesClient;
  /** Namespace of the central ConfigMap and Secret. */
  readonly namespace: string;
  readonly configMapName: string;
  readonly secretName: string | undefined;
  /** Namespaces whose own ConfigMap and Secret count as well for the objects in them; undefined without self-service. */
  readonly selfService?: readonly string[] | 'all' | undefined;
  /** One bad item makes everything unusable. */
  readonly strict: boolean;
  readonly variables: (shared: SharedVariables) => GetVariables;
  /** Where proxies and certificate authorities for outgoing requests are read from. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  readonly log: Log;
  /** Called after each change, once `start` has resolved; without a namespace the central configuration has changed. */
  readonly onChange: (namespace?: string) => void;
  readonly onError: (error: ControllerError) => void;
}

/** Keeps configurations current: the central one, and with self-service those of other namespaces. */
export class ConfigurationSource {
  private readonly options: ConfigurationOptions;
  private readonly configMaps: readonly ListWatch[];
  private readonly secrets: readonly ListWatch[];
  private readonly http: HttpClient;
  private readonly byNamespace = new Map<string, NamespaceConfiguration>();
  /** Configurations as last given out, so that the same is the same object. */
  private readonly given = new Map<string, Configuration>();
  private started = false;

  constructor(options: ConfigurationOptions) {
    this.options = options;
    this.http = new HttpClient({ environment: options.environment });
    this.configMaps = this.watches(configMaps, options.configMapName);
    this.secrets = options.secretName === undefined ? [] : this.watches(secrets, options.secretName);
  }

  /** Resolves when the configuration has been read. */
  async start(): Promise<void> {
    await Promise.all([...this.configMaps, ...this.secrets].map((watch) => watch.start().hasSynced));
    this.started = true;
    const { namespace } = this.options;
    const found = this.configMaps.flatMap((watch) => Array.from(watch.objects(), ({ metadata }) => metadata.namespace));
    for (const each of new Set([namespace, ...found])) this.build(each ?? namespace);
  }

  async stop(): Promise<void> {
    await Promise.all([...this.configMaps, ...this.secrets].map((watch) => watch.stop()));
  }

  /** Closes the connections to receivers. */
  close(): void {
    this.http.close();
  }

  /** What notifies about the objects of a namespace, the central configuration without one; a new object when it has changed. */
  of(namespace: string = this.options.namespace): Configuration {
    const known = this.given.get(namespace);
    if (known) return known;
    const central = this.byNamespace.get(this.options.namespace)?.current;
    const own = namespace === this.options.namespace ? undefined : this.byNamespace.get(namespace)?.current;
    const fresh = combined([
      ...(own ? [{ ...own, namespace }] : []),
      ...(central ? [{ ...central, namespace: undefined }] : []),
    ]);
    this.given.set(namespace, fresh);
    return fresh;
  }

  /** One watch for each namespace, or one over all of them; by name alone. */
  private watches(resource: Resource, name: string): readonly ListWatch[] {
    const { namespace, selfService = [] } = this.options;
    const namespaces = selfService === 'all' ? [undefined] : [...new Set([namespace, ...selfService])];
    return namespaces.map((each) => this.watch(resource, name, each));
  }

  private watch(resource: Resource, name: string, namespace: string | undefined): ListWatch {
    const { client, clock, onError } = this.options;
    const changed = ({ metadata }: KubernetesObject) => {
      if (this.started) this.changed(metadata.namespace ?? this.options.namespace);
    };
    const handlers = { onAdd: changed, onUpdate: changed, onDelete: changed };
    return new ListWatch(client, resource, {
      namespace,
      fieldSelector: `metadata.name=${name}`,
      ...handlers,
      onError,
      clock,
    });
  }

  private changed(namespace: string): void {
    this.build(namespace);
    this.options.onChange(namespace === this.options.namespace ? undefined : namespace);
  }

  private build(namespace: string): void {
    const { configMapName, secretName, log } = this.options;
    const isCentral = namespace === this.options.namespace;
    if (isCentral) this.given.clear();
    else this.given.delete(namespace);
    const configMap = find(this.configMaps, namespace, configMapName);
    if (!configMap && !isCentral) {
      this.byNamespace.delete(namespace);
      return;
    }
    const secret = secretName === undefined ? undefined : find(this.secrets, namespace, secretName);
    const missing = [
      ...(configMap ? [] : [`ConfigMap ${namespace}/${configMapName} not found`]),
      ...(secret || secretName === undefined || !isCentral ? [] : [`Secret ${namespace}/${secretName} not found`]),
    ];
    const built = this.unitOf(namespace).update(configMap, secret, missing);
    const place = isCentral ? {} : { namespace };
    for (const problem of [...built.problems, ...built.warnings])
      log.warn({ event: 'problem', ...place, err: problem }, 'the configuration has a problem');
    log.info({ event: 'configured', ...place, problems: built.problems.length }, 'configuration read');
  }

  private unitOf(namespace: string): NamespaceConfiguration {
    const known = this.byNamespace.get(namespace);
    if (known) return known;
    const { strict, variables, environment, clock, selfService } = this.options;
    const withholdSecrets = selfService !== undefined;
    const shared = { strict, variables, environment, clock, withholdSecrets, http: this.http };
    const fresh = new NamespaceConfiguration({ ...shared, namespace });
    this.byNamespace.set(namespace, fresh);
    return fresh;
  }
}

function combined(parts: readonly (Compiled & { readonly namespace: string | undefined })[]): Configuration {
  return {
    apis: parts.flatMap(({ api, namespace }) => (api ? [{ api, namespace }] : [])),
    problems: parts.flatMap(({ problems, namespace }) => placed(problems, namespace)),
    warnings: parts.flatMap(({ warnings, namespace }) => placed(warnings, namespace)),
    clockReads: () => parts.reduce((sum, { clockReads }) => sum + clockReads(), 0),
  };
}

function placed(texts: readonly string[], namespace: string | undefined): readonly string[] {
  return namespace === undefined ? texts : texts.map((text) => `namespace ${namespace}: ${text}`);
}

function find(watches: readonly ListWatch[], namespace: string, name: string): KubernetesObject | undefined {
  for (const watch of watches) {
    const found = watch.get(`${namespace}/${name}`);
    if (found) return found;
  }
  return undefined;
}
