import { type Api, createApi } from '../../engine/api.ts';
import { parseConfig } from '../../engine/config.ts';
import { fromBytes } from '../../engine/go/utf8.ts';
import { formatProblem } from '../../engine/problem.ts';
import { variablesOf } from '../source/kinds.ts';
import type { Source } from '../source/source.ts';
import { Recorder } from './recorder.ts';

/** A configuration whose deliveries are kept. */
export interface PreviewApi {
  readonly api: Api;
  readonly recorder: Recorder;
  /** What is wrong with it, each with its place. */
  readonly problems: readonly string[];
  /** Whether services were made up since there are none. */
  readonly isMadeUp: boolean;
}

/** Services for a ConfigMap that has none, so that there is something to see. */
const madeUp: Readonly<Record<string, string>> = {
  'service.slack': 'token: preview-token',
  'service.email': '{host: mail.example.com, port: 587, from: notifications@example.com}',
  'service.teams': 'recipientUrls: {preview: "https://teams.example.com/hook"}',
  'service.googlechat': 'webhooks: {preview: "https://chat.example.com/hook"}',
};

/**
 * The configuration of files or the cluster, to be looked at.
 * @throws {CliError} {ControllerError} when it cannot be read
 */
export async function loadPreview(source: Source): Promise<PreviewApi> {
  const secrets = await source.secret();
  const { namespace, data } = await source.configMap();
  const isMadeUp = !Object.keys(data).some((key) => key.startsWith('service.'));
  const all = isMadeUp ? { ...data, ...madeUp } : data;
  const read = parseConfig({ namespace, data: all }, Object.fromEntries(secrets), { argo: true });
  const recorder = new Recorder(Array.from(secrets.values(), (value) => fromBytes(value)));
  const getVariables = variablesOf({ context: read.context, secrets });
  const { api, problems } = createApi(read.config, { getVariables, host: { http: recorder } }, read.problems);
  const texts = [...read.problems, ...problems].map((problem) => `${problem.severity}: ${formatProblem(problem)}`);
  return { api, recorder, problems: texts, isMadeUp };
}
