import { type Api, type GetVariables, updateApi } from '../../engine/api.ts';
import { type ParsedConfig, parseConfig } from '../../engine/config.ts';
import { EngineError } from '../../engine/errors.ts';
import type { Instant } from '../../engine/go/run.ts';
import { isPlainMap } from '../../engine/go/value.ts';
import { formatProblem, type Problem } from '../../engine/problem.ts';
import { HttpClient } from '../../engine/services/http.ts';
import { MemoryThreads } from '../../engine/services/threads.ts';
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

/** What every evaluation of one configuration shares. */
export interface SharedVariables {
  /** The string map of the ConfigMap key `context`. */
  readonly context: Readonly<Record<string, string>>;
  /** The Secret's values. */
  readonly secrets: ReadonlyMap<string, Uint8Array>;
}

/** A ConfigMap and Secret made ready for use. */
export interface Configuration {
  /** Undefined when nothing of it can be used. */
  readonly api: Api | undefined;
  /** The variable `context`. */
  readonly context: Readonly<Record<string, string>>;
  /** What is wrong with it, each with its place. */
  readonly problems: readonly string[];
  /** What may be wrong with it, but can be used. */
  readonly warnings: readonly string[];
  /** How often its evaluations have asked for the time. */
  readonly clockReads: () => number;
}

export interface ConfigurationOptions {
  readonly client: KubernetesClient;
  readonly namespace: string;
  readonly configMapName: string;
  readonly secretName: string | undefined;
  /** One bad item makes everything unusable. */
  readonly strict: boolean;
  readonly variables: (shared: SharedVariables) => GetVariables;
  /** Where proxies and certificate authorities for outgoing requests are read from. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  readonly log: Log;
  /** Called after each change, once `start` has resolved. */
  readonly onChange: () => void;
  readonly onError: (error: ControllerError) => void;
}

const unusable: Configuration = { api: undefined, context: {}, problems: [], warnings: [], clockReads: () => 0 };
const contextKeys: ReadonlySet<string> = new Set(['context', 'config.yaml']);

/** Keeps the configuration of one ConfigMap and one Secret current; each is watched by its name alone. */
export class ConfigurationSource {
  current: Configuration = unusable;
  private readonly options: ConfigurationOptions;
  private readonly configMap: ListWatch;
  private readonly secret: ListWatch | undefined;
  private readonly http: HttpClient;
  /** Slack's threads, which outlive a configuration. */
  private readonly threads = new MemoryThreads();
  private started = false;

  constructor(options: ConfigurationOptions) {
    this.options = options;
    this.http = new HttpClient({ environment: options.environment });
    this.configMap = this.watch(configMaps, options.configMapName);
    this.secret = options.secretName === undefined ? undefined : this.watch(secrets, options.secretName);
  }

  /** Resolves when the configuration has been read. */
  async start(): Promise<void> {
    await Promise.all([this.configMap.start().hasSynced, this.secret?.start().hasSynced]);
    this.started = true;
    this.current = this.build();
  }

  async stop(): Promise<void> {
    await Promise.all([this.configMap.stop(), this.secret?.stop()]);
  }

  /** Closes the connections to receivers. */
  close(): void {
    this.http.close();
  }

  private watch(resource: Resource, name: string): ListWatch {
    const { client, namespace, clock, onError } = this.options;
    const changed = () => {
      if (!this.started) return;
      this.current = this.build();
      this.options.onChange();
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

  private build(): Configuration {
    const { configMapName, secretName, log } = this.options;
    const configMap = this.find(this.configMap, configMapName);
    const secret = this.secret && secretName !== undefined ? this.find(this.secret, secretName) : undefined;
    const missing = [
      ...(configMap ? [] : [this.notFound('ConfigMap', configMapName)]),
      ...(secret || secretName === undefined ? [] : [this.notFound('Secret', secretName)]),
    ];
    const built = this.compile(configMap?.['data'], secretBytes(secret?.['data']), missing);
    for (const problem of [...built.problems, ...built.warnings])
      log.warn({ event: 'problem', err: problem }, 'the configuration has a problem');
    log.info({ event: 'configured', problems: built.problems.length }, 'configuration read');
    return built;
  }

  private compile(data: unknown, values: ReadonlyMap<string, Uint8Array>, missing: readonly string[]): Configuration {
    const { namespace, strict, clock, environment } = this.options;
    const host = { http: this.http, environment, threads: this.threads };
    const texts = stringMap(data);
    let reads = 0;
    const now = () => {
      reads++;
      return instantOf(clock);
    };
    const clockReads = () => reads;
    try {
      const read = parseConfig({ namespace, data: texts }, Object.fromEntries(values), { strict, argo: true });
      const parsed = this.keepContext(read);
      const getVariables = this.options.variables({ context: parsed.context, secrets: values });
      const options = { getVariables, host, strict, run: { clock: now } };
      const { api, problems } = updateApi(this.current.api, parsed, options);
      const { errors, warnings } = sortedTexts(problems);
      return { api, context: parsed.context, clockReads, problems: [...missing, ...errors], warnings };
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      return { ...unusable, clockReads, problems: [...missing, error.display] };
    }
  }

  /** What was read, with the `context` of before when that of now cannot be read. */
  private keepContext(parsed: ParsedConfig): ParsedConfig {
    const isBroken = ({ severity, key }: Problem) => severity === 'error' && contextKeys.has(key);
    if (!this.current.api || !parsed.problems.some(isBroken)) return parsed;
    const problems = parsed.problems.map((problem) => (isBroken(problem) ? { ...problem, kept: true } : problem));
    return { ...parsed, context: this.current.context, problems };
  }

  private find(watch: ListWatch, name: string): KubernetesObject | undefined {
    return watch.get(`${this.options.namespace}/${name}`);
  }

  private notFound(kind: string, name: string): string {
    return `${kind} ${this.options.namespace}/${name} not found`;
  }
}

function sortedTexts(problems: readonly Problem[]): { errors: string[]; warnings: string[] } {
  const sorted = [...problems].sort((a, b) => (a.key < b.key ? -1 : 1));
  const of = (severity: Problem['severity']) => sorted.filter((each) => each.severity === severity).map(formatProblem);
  return { errors: of('error'), warnings: of('warning') };
}

function instantOf(clock: Clock): Instant {
  const now = clock.now();
  const seconds = Math.floor(now / 1000);
  return { seconds, nanoseconds: Math.round((now - seconds * 1000) * 1_000_000) };
}

function stringMap(value: unknown): Record<string, string> {
  const entries = isPlainMap(value) ? Object.entries(value) : [];
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

/** A Secret's `data` as bytes; a value that is no base64 text is left out. */
function secretBytes(data: unknown): Map<string, Uint8Array> {
  return new Map(
    Object.entries(stringMap(data)).map(([key, text]) => [key, new Uint8Array(Buffer.from(text, 'base64'))]),
  );
}
