import { EngineError } from '../errors.ts';
import { gitFullName } from '../git-url.ts';
import type { Destination } from '../notification/destinations.ts';
import type { GitHubNotification } from '../notification/github.ts';
import type { Notification } from '../notification.ts';
import { Installation } from './github-app.ts';
import { GitHubClient } from './github-client.ts';
import { readGitHubOptions } from './github-options.ts';
import { type Repository, sendCheckRun, sendDeployment, sendDispatch, sendStatus } from './github-parts.ts';
import { sendComment } from './github-pull-request.ts';
import { serviceOptions } from './options.ts';
import type { SendContext, Service, ServiceHost, ServiceOptions, ServiceType } from './service.ts';

/** Statuses, deployments, comments, check runs and dispatches, as a GitHub App (upstream `github.go`, go-github 69). */
export const github: ServiceType = {
  name: 'github',
  options: serviceOptions.github,
  parse(options: ServiceOptions, { http }: ServiceHost): Service {
    const { app, base } = readGitHubOptions(options);
    const { insecureSkipVerify } = app;
    const client = new GitHubClient({ base, insecureSkipVerify }, new Installation(app, http), http);
    return {
      async send({ message, github: parts }: Notification, _to: Destination, { signal }: SendContext): Promise<void> {
        if (!parts) throw new EngineError('send', 'config is empty');
        await sendParts(repositoryOf(parts, client, signal), message, parts);
      },
    };
  },
};

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
