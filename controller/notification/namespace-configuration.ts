import { type Api, type GetVariables, updateApi } from '../../engine/api.ts';
import { type ParsedConfig, parseConfig } from '../../engine/config.ts';
import { EngineError } from '../../engine/errors.ts';
import type { Instant } from '../../engine/go/run.ts';
import { isPlainMap } from '../../engine/go/value.ts';
import { formatProblem, type Problem } from '../../engine/problem.ts';
import type { HttpClient } from '../../engine/services/http.ts';
import type { Clock, KubernetesObject } from '../kubernetes/index.ts';

/** What every evaluation of one configuration shares. */
export interface SharedVariables {
  /** The string map of the ConfigMap key `context`. */
  readonly context: Readonly<Record<string, string>>;
  /** The Secret's values; undefined with self-service, which withholds them. */
  readonly secrets: ReadonlyMap<string, Uint8Array> | undefined;
}

/** The ConfigMap and Secret of one namespace made ready for use. */
export interface Compiled {
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

export interface CompileOptions {
  readonly namespace: string;
  /** One bad item makes everything unusable. */
  readonly strict: boolean;
  readonly variables: (shared: SharedVariables) => GetVariables;
  /** There is no variable `secrets`. */
  readonly withholdSecrets: boolean;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  readonly http: HttpClient;
}

const unusable: Compiled = { api: undefined, context: {}, problems: [], warnings: [], clockReads: () => 0 };
const contextKeys: ReadonlySet<string> = new Set(['context', 'config.yaml']);

/** The configuration of one namespace through its changes: what a change breaks stays as it was. */
export class NamespaceConfiguration {
  current: Compiled = unusable;
  private readonly options: CompileOptions;

  constructor(options: CompileOptions) {
    this.options = options;
  }

  /** Takes in the objects of now; absent ones count as empty. `missing` goes before the problems found. */
  update(
    configMap: KubernetesObject | undefined,
    secret: KubernetesObject | undefined,
    missing: readonly string[],
  ): Compiled {
    this.current = this.compile(configMap?.['data'], secretBytes(secret?.['data']), missing);
    return this.current;
  }

  private compile(data: unknown, values: ReadonlyMap<string, Uint8Array>, missing: readonly string[]): Compiled {
    const { namespace, strict, clock, environment, http, withholdSecrets } = this.options;
    const host = { http, environment };
    let reads = 0;
    const now = () => {
      reads++;
      return instantOf(clock);
    };
    const clockReads = () => reads;
    try {
      const texts = stringMap(data);
      const read = parseConfig({ namespace, data: texts }, Object.fromEntries(values), { strict, argo: true });
      const parsed = this.keepContext(read);
      const secrets = withholdSecrets ? undefined : values;
      const getVariables = this.options.variables({ context: parsed.context, secrets });
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
