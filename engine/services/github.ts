import { decodeValue } from '../config/decode.ts';
import { any, bool, str, struct } from '../config/schema.ts';
import { locate } from '../config/yaml.ts';
import { EngineError, excerptOf } from '../errors.ts';
import { gitFullName } from '../git-url.ts';
import { parseInt64, toInt64 } from '../go/cast.ts';
import { GoError } from '../go/error.ts';
import { sprintf } from '../go/fmt.ts';
import { GoUrl, parseUrl } from '../go/url.ts';
import { GoNum } from '../go/value.ts';
import type { Destination } from '../notification/destinations.ts';
import type { GitHubNotification } from '../notification/github.ts';
import type { Notification } from '../notification.ts';
import { Installation, parsePrivateKey } from './github-app.ts';
import { GitHubClient } from './github-client.ts';
import { type Repository, sendCheckRun, sendDeployment, sendDispatch, sendStatus } from './github-parts.ts';
import { sendComment } from './github-pull-request.ts';
import type { SendContext, Service, ServiceHost, ServiceOptions, ServiceType } from './service.ts';
import { transportFields } from './webhook.ts';

const schema = struct('services.GitHubOptions', {
  appID: any,
  installationID: any,
  privateKey: str,
  enterpriseBaseURL: str,
  insecureSkipVerify: bool,
  ...transportFields,
});

/** Statuses, deployments, comments, check runs and dispatches, as a GitHub App (upstream `github.go`, go-github 69). */
export const github: ServiceType = {
  name: 'github',
  options: schema,
  parse({ value, text }: ServiceOptions, { http }: ServiceHost): Service {
    const { value: options, error } = decodeValue(value, schema, text);
    if (error) throw error;
    const { enterpriseBaseURL, insecureSkipVerify } = options;
    const app = {
      appID: option('appID', text, () => int64Of(options.appID)),
      installationID: option('installationID', text, () => int64Of(options.installationID)),
      key: option('privateKey', text, () => parsePrivateKey(options.privateKey)),
      baseUrl: enterpriseBaseURL || 'https://api.github.com',
      insecureSkipVerify,
    };
    const base = option('enterpriseBaseURL', text, () => apiUrl(enterpriseBaseURL));
    const client = new GitHubClient({ base, insecureSkipVerify }, new Installation(app, http), http);
    return {
      async send({ message, github: parts }: Notification, _to: Destination, { signal }: SendContext): Promise<void> {
        if (!parts) throw new EngineError('send', 'config is empty');
        await sendParts(repositoryOf(parts, client, signal), message, parts);
      },
    };
  },
};

/** What `read` makes of an option. @throws {EngineError} `service-options` with upstream's text, the option and its place */
function option<T>(name: string, text: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof GoError)) throw error;
    const place = locate(text, [name]);
    const excerpt = place && excerptOf(text, place);
    throw new EngineError('service-options', error.message, { hint: `in ${name}`, place, excerpt, cause: error });
  }
}

/** In this order; the first that fails ends it. */
async function sendParts(repository: Repository, message: string, parts: GitHubNotification): Promise<void> {
  if (parts.status) await sendStatus(repository, message, parts.status);
  if (parts.deployment) await sendDeployment(repository, message, parts.deployment);
  if (parts.pullRequestComment) await sendComment(repository, parts.pullRequestComment);
  if (parts.checkRun) await sendCheckRun(repository, parts.checkRun);
  if (parts.repositoryDispatch) await sendDispatch(repository, parts.repositoryDispatch);
}

function repositoryOf({ repoURL = '', revision = '' }: GitHubNotification, client: GitHubClient, signal: AbortSignal) {
  const [owner, name] = gitFullName(repoURL).split('/');
  if (owner === undefined || name === undefined) {
    throw new EngineError('send', `GitHub.repoURL (${repoURL}) does not have a \`/\``);
  }
  return { client, signal, path: `repos/${owner}/${name}`, revision };
}

/** An id, whatever scalar it was written as (spf13/cast `ToInt64E`). @throws {GoError} */
function int64Of(value: unknown): bigint {
  if (value === null || typeof value === 'boolean' || typeof value === 'number' || value instanceof GoNum) {
    return toInt64(value);
  }
  try {
    if (typeof value === 'string') return parseInt64(value);
  } catch (error) {
    if (!(error instanceof GoError)) throw error;
  }
  throw new GoError(sprintf('unable to cast %#v of type %T to int64', [value, value]));
}

/** Where the API is: the base URL with `/api/v3/`, which a host with `api.` in it does not have. @throws {GoError} */
function apiUrl(enterpriseBaseURL: string): GoUrl {
  if (enterpriseBaseURL === '') return parseUrl('https://api.github.com/');
  const url = parseUrl(enterpriseBaseURL);
  const { path, host } = url.fields;
  const folder = path.endsWith('/') ? path : `${path}/`;
  const isApi = folder.endsWith('/api/v3/') || host.startsWith('api.') || host.includes('.api.');
  return new GoUrl({ ...url.fields, path: isApi ? folder : `${folder}api/v3/` });
}
