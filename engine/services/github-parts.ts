import { list, pointer, struct } from '../config/schema.ts';
import { EngineError } from '../errors.ts';
import { GoError } from '../go/error.ts';
import { marshal } from '../go/json.ts';
import { layouts, parseTime } from '../go/time/index.ts';
import { pathEscape, queryEscape } from '../go/url.ts';
import { runeCount, runes } from '../go/utf8.ts';
import type { GitHubNotification } from '../notification/github.ts';
import { JsonObject, unlessEmpty } from '../notification/json.ts';
import { compactJson } from './compact-json.ts';
import { type GitHubClient, GitHubError } from './github-client.ts';
import { wholeNumber } from './json-shape.ts';

/** A repository at a revision, and how to reach it. */
export interface Repository {
  readonly client: GitHubClient;
  readonly signal: AbortSignal;
  /** `repos/OWNER/NAME` */
  readonly path: string;
  readonly revision: string;
}

type Part<N extends keyof GitHubNotification> = NonNullable<GitHubNotification[N]>;

/** The longest description that GitHub takes. Runes. */
const longestDescription = 140;

/** The first runes of a text and `...` when it is longer than `max`. */
export function truncated(text: string, max: number): string {
  if (runeCount(text) <= max) return text;
  const start = runes(text).slice(0, max - 3);
  return `${start.map((rune) => String.fromCodePoint(rune)).join('')}...`;
}

/** JSON without the escapes that encoding/json has for HTML only. */
export function withoutHtmlEscapes(json: string): string {
  return json.replace(/\\(u003c|u003e|u0026|.)/g, (whole, code: string) => htmlEscapes.get(code) ?? whole);
}

const htmlEscapes: ReadonlyMap<string, string> = new Map([
  ['u003c', '<'],
  ['u003e', '>'],
  ['u0026', '&'],
]);

function bodyOf(members: ConstructorParameters<typeof JsonObject>[0]): string {
  return withoutHtmlEscapes(new JsonObject(members).toText());
}

const anything = struct('github.RepoStatus', {});

/** @throws {EngineError} `send-final` when GitHub refuses the status as one too many */
export async function sendStatus(repository: Repository, message: string, status: Part<'status'>): Promise<void> {
  const { client, signal, path, revision } = repository;
  const ref = revision.split('/').map(pathEscape).join('/');
  const body = bodyOf([
    ['state', status.state],
    ['target_url', status.targetURL],
    ['description', truncated(message, longestDescription)],
    ['context', status.label],
  ]);
  try {
    await client.call({ method: 'POST', path: `${path}/statuses/${ref}`, body }, anything, signal);
  } catch (error) {
    if (!(error instanceof GitHubError) || error.status !== 422) throw error;
    const text = `too many commit statuses for sha ${revision} and context ${status.label}`;
    throw new EngineError('send-final', text, { cause: error });
  }
}

const deploymentSchema = struct('github.Deployment', { id: pointer(wholeNumber('int64')) });
const deploymentsSchema = list(pointer(deploymentSchema));
const deploymentPreviews = 'application/vnd.github.ant-man-preview+json, application/vnd.github.flash-preview+json';

/** Sets the status of the first deployment to the environment, which is created when there is none. */
export async function sendDeployment(
  repository: Repository,
  message: string,
  deployment: Part<'deployment'>,
): Promise<void> {
  const { client, signal, path } = repository;
  const id = (await deploymentOf(repository, deployment))?.id ?? undefined;
  if (id === undefined) throw new EngineError('send', 'the deployment that GitHub answers with has no id');
  const body = bodyOf([
    ['state', deployment.state],
    ['log_url', deployment.logURL],
    ['description', truncated(message, longestDescription)],
    ['environment', deployment.environment],
    ['environment_url', deployment.environmentURL],
  ]);
  const call = {
    method: 'POST',
    path: `${path}/deployments/${id}/statuses`,
    body,
    accept: deploymentPreviews,
  } as const;
  await client.call(call, struct('github.DeploymentStatus', {}), signal);
}

async function deploymentOf({ client, signal, path, revision }: Repository, deployment: Part<'deployment'>) {
  const { environment, reference, autoMerge, requiredContexts, transientEnvironment } = deployment;
  const query = Object.entries({ environment, ref: revision })
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${name}=${queryEscape(value)}`)
    .join('&');
  const search = query === '' ? '' : `?${query}`;
  const known = await client.call({ method: 'GET', path: `${path}/deployments${search}` }, deploymentsSchema, signal);
  if (known && known.length > 0) return known[0];
  const body = bodyOf([
    ['ref', reference || revision],
    ...(autoMerge === null ? [] : [['auto_merge', autoMerge] as const]),
    ['required_contexts', requiredContexts],
    ['environment', environment],
    ...(transientEnvironment === null ? [] : [['transient_environment', transientEnvironment] as const]),
  ]);
  const call = { method: 'POST', path: `${path}/deployments`, body, accept: deploymentPreviews } as const;
  return await client.call(call, deploymentSchema, signal);
}

export async function sendCheckRun({ client, signal, path, revision }: Repository, run: Part<'checkRun'>) {
  const { conclusion, output } = run;
  const status = conclusion !== '' && run.status === '' ? 'completed' : run.status;
  if ((status === 'completed' || run.completed_at !== '') && conclusion === '') {
    const message = 'github checkrun: conclusion is required when status is completed or completed_at is set';
    throw new EngineError('send', message);
  }
  const body = bodyOf([
    ['name', run.name],
    ['head_sha', revision],
    ['details_url', run.details_url],
    ['external_id', 'argocd-notifications'],
    ...unlessEmpty('status', status),
    ...unlessEmpty('conclusion', conclusion),
    ...unlessEmpty('started_at', timestamp(run.started_at)),
    ...unlessEmpty('completed_at', timestamp(run.completed_at)),
    ...unlessEmpty(
      'output',
      output &&
        new JsonObject([
          ['title', output.title],
          ['summary', output.summary],
          ['text', output.text],
        ]),
    ),
  ]);
  const accept = 'application/vnd.github.antiope-preview+json';
  await client.call(
    { method: 'POST', path: `${path}/check-runs`, body, accept },
    struct('github.CheckRun', {}),
    signal,
  );
}

/** A time as RFC 3339 without needless digits, '' for none. */
function timestamp(text: string): string {
  return text === ''
    ? ''
    : inWords(() => parseTime(layouts.rfc3339, text).strictRfc3339(marshalError('*github.Timestamp')));
}

function marshalError(type: string): string {
  return `json: error calling MarshalJSON for type ${type}: `;
}

function inWords<T>(run: () => T, prefix = ''): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof GoError)) throw error;
    throw new EngineError('send', `${prefix}${error.message}`, { cause: error });
  }
}

/** Sends the payload as it is, without the space between its tokens. */
export async function sendDispatch({ client, signal, path }: Repository, dispatch: Part<'repositoryDispatch'>) {
  const payload = inWords(() => compactJson(dispatch.client_payload), marshalError('*json.RawMessage'));
  const body = `{"event_type":${marshal(dispatch.event_type, { escapeHtml: false })},"client_payload":${payload}}`;
  await client.call({ method: 'POST', path: `${path}/dispatches`, body }, struct('github.Repository', {}), signal);
}
