import { type Api, createApi, type GetVariables } from '../../engine/api.ts';
import { type Config, parseConfig } from '../../engine/config.ts';
import { formatProblem, type Problem } from '../../engine/problem.ts';
import { HttpClient } from '../../engine/services/http.ts';
import { MemoryThreads } from '../../engine/services/threads.ts';
import type { Io } from '../io.ts';
import { logOf } from '../log.ts';
import type { Manifest } from './documents.ts';
import { variablesOf } from './kinds.ts';
import type { ConfigMapData, Source } from './source.ts';

/** A ConfigMap and a Secret made ready for use. */
export interface LoadedConfiguration {
  readonly configMap: ConfigMapData;
  readonly secrets: ReadonlyMap<string, Uint8Array>;
  readonly config: Config;
  readonly api: Api;
  /** The variables of a resource, as triggers see them. */
  readonly getVariables: GetVariables;
  /** What is wrong with it. */
  readonly problems: readonly Problem[];
}

/**
 * The configuration that a command works with; for a resource, that of the RSync. Secret first, as upstream reads them.
 * @throws {EngineError} the first error under `--strict-config`; {CliError} {ControllerError} when it cannot be read
 */
export async function loadConfiguration(source: Source, io: Io, resource?: Manifest): Promise<LoadedConfiguration> {
  const secrets = await source.secret(resource);
  const configMap = await source.configMap(resource);
  const strict = source.flags.strictConfig === true;
  const read = parseConfig(configMap, Object.fromEntries(secrets), { strict, argo: true });
  const http = new HttpClient({ environment: io.env });
  source.onClose(() => http.close());
  const host = { http, environment: io.env, threads: new MemoryThreads() };
  const repoRoot = io.files.absolute(source.flags.repoRoot ?? '.');
  const getVariables = variablesOf({ context: read.context, secrets }, { repoRoot, log: logOf(io) });
  const { api, problems } = createApi(read.config, { getVariables, host, strict }, read.problems);
  return { configMap, secrets, config: read.config, api, getVariables, problems: [...read.problems, ...problems] };
}

/** Tells what is wrong with a configuration, a problem a line with its place. */
export function reportProblems(io: Io, problems: readonly Problem[]): void {
  for (const problem of problems) io.stderr.write(`${problem.severity}: ${formatProblem(problem)}\n`);
}
