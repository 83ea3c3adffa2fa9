import { bool, type Decoded, list, pointer, str, struct } from '../config/schema.ts';
import type { Compiler, Scope } from './compiler.ts';
import { JsonObject, unlessEmpty } from './json.ts';
import { compileTexts, type Section, textMembers } from './section.ts';

const status = struct('services.GitHubStatus', { state: str, label: str, targetURL: str });
const deployment = struct('services.GitHubDeployment', {
  state: str,
  environment: str,
  environmentURL: str,
  logURL: str,
  requiredContexts: list(str),
  autoMerge: pointer(bool),
  transientEnvironment: pointer(bool),
  reference: str,
});
const pullRequestComment = struct('services.GitHubPullRequestComment', { content: str, commentTag: str });
const checkRunOutput = struct('services.GitHubCheckRunOutput', { title: str, summary: str, text: str });
const checkRun = struct('services.GitHubCheckRun', {
  name: str,
  details_url: str,
  status: str,
  conclusion: str,
  started_at: str,
  completed_at: str,
  output: pointer(checkRunOutput),
});
const repositoryDispatch = struct('services.GitHubRepositoryDispatch', { event_type: str, client_payload: str });

const schema = struct('services.GitHubNotification', {
  status: pointer(status),
  deployment: pointer(deployment),
  pullRequestComment: pointer(pullRequestComment),
  repoURLPath: str,
  revisionPath: str,
  checkRun: pointer(checkRun),
  repositoryDispatch: pointer(repositoryDispatch),
});

/** `repoURL` and `revision` are what the two paths rendered to; they are in no JSON. */
export type GitHubNotification = Decoded<typeof schema> & { repoURL?: string; revision?: string };

function fieldsOf<N extends string>(...names: N[]): { name: N }[] {
  return names.map((name) => ({ name }));
}

const statusTexts = fieldsOf('state', 'label', 'targetURL');
const deploymentTexts = fieldsOf('state', 'environment', 'environmentURL', 'logURL', 'reference');
const checkRunTexts = fieldsOf('name', 'details_url', 'status', 'conclusion', 'started_at', 'completed_at');
const outputTexts = fieldsOf('title', 'summary', 'text');
const dispatchTexts = fieldsOf('event_type', 'client_payload');

export const github: Section<GitHubNotification> = {
  schema,
  compile(source, compiler) {
    source.repoURLPath ||= '{{.app.spec.source.repoURL}}';
    source.revisionPath ||= '{{.app.status.operationState.syncResult.revision}}';
    const repoURL = compiler.text(source.repoURLPath, ['repoURLPath']);
    const revision = compiler.text(source.revisionPath, ['revisionPath']);
    const parts = [
      compileStatus(source, compiler),
      compileDeployment(source, compiler),
      compileComment(source, compiler),
      compileCheckRun(source, compiler),
      compileDispatch(source, compiler),
    ];
    return (into, scope) => {
      into.repoURLPath ||= source.repoURLPath;
      into.revisionPath ||= source.revisionPath;
      into.repoURL = repoURL(scope);
      into.revision = revision(scope);
      for (const render of parts) render?.(into, scope);
    };
  },
  json: (value) =>
    new JsonObject([
      ...unlessEmpty('status', value.status && new JsonObject(textMembers(statusTexts, value.status))),
      ...unlessEmpty('deployment', value.deployment && deploymentJson(value.deployment)),
      ...unlessEmpty('pullRequestComment', value.pullRequestComment && commentJson(value.pullRequestComment)),
      ...unlessEmpty('repoURLPath', value.repoURLPath),
      ...unlessEmpty('revisionPath', value.revisionPath),
      ...unlessEmpty('checkRun', value.checkRun && checkRunJson(value.checkRun)),
      ...unlessEmpty(
        'repositoryDispatch',
        value.repositoryDispatch && new JsonObject(textMembers(dispatchTexts, value.repositoryDispatch)),
      ),
    ]),
};

type Render = ((into: GitHubNotification, scope: Scope) => void) | undefined;

function compileStatus(source: GitHubNotification, compiler: Compiler): Render {
  if (!source.status) return undefined;
  const render = compileTexts(statusTexts, source.status, compiler.at('status'));
  return (into, scope) => {
    into.status ??= status.zero();
    render(into.status, scope);
  };
}

function compileDeployment(source: GitHubNotification, compiler: Compiler): Render {
  const from = source.deployment;
  if (!from) return undefined;
  const render = compileTexts(deploymentTexts, from, compiler.at('deployment'));
  return (into, scope) => {
    into.deployment ??= deployment.zero();
    render(into.deployment, scope);
    into.deployment.autoMerge = from.autoMerge ?? true;
    into.deployment.transientEnvironment = from.transientEnvironment ?? false;
    into.deployment.requiredContexts = from.requiredContexts;
  };
}

function compileComment(source: GitHubNotification, compiler: Compiler): Render {
  const from = source.pullRequestComment;
  if (!from) return undefined;
  const content = compiler.text(from.content, ['pullRequestComment', 'content']);
  return (into, scope) => {
    const tag = from.commentTag === '' ? '' : `\n<!-- argocd-notifications ${from.commentTag} -->`;
    into.pullRequestComment = { content: `${content(scope)}${tag}`, commentTag: from.commentTag };
  };
}

function compileCheckRun(source: GitHubNotification, compiler: Compiler): Render {
  const from = source.checkRun;
  if (!from) return undefined;
  const render = compileTexts(checkRunTexts, from, compiler.at('checkRun'));
  const renderOutput = from.output && compileTexts(outputTexts, from.output, compiler.at('checkRun', 'output'));
  return (into, scope) => {
    into.checkRun ??= checkRun.zero();
    render(into.checkRun, scope);
    if (!renderOutput) return;
    into.checkRun.output ??= checkRunOutput.zero();
    renderOutput(into.checkRun.output, scope);
  };
}

function compileDispatch(source: GitHubNotification, compiler: Compiler): Render {
  if (!source.repositoryDispatch) return undefined;
  const render = compileTexts(dispatchTexts, source.repositoryDispatch, compiler.at('repositoryDispatch'));
  return (into, scope) => {
    into.repositoryDispatch = repositoryDispatch.zero();
    render(into.repositoryDispatch, scope);
  };
}

function deploymentJson(value: Decoded<typeof deployment>): JsonObject {
  return new JsonObject([
    ...unlessEmpty('state', value.state),
    ...unlessEmpty('environment', value.environment),
    ...unlessEmpty('environmentURL', value.environmentURL),
    ...unlessEmpty('logURL', value.logURL),
    ['requiredContexts', value.requiredContexts],
    ...(value.autoMerge === null ? [] : [['autoMerge', value.autoMerge] as const]),
    ...(value.transientEnvironment === null ? [] : [['transientEnvironment', value.transientEnvironment] as const]),
    ...unlessEmpty('reference', value.reference),
  ]);
}

function commentJson({ content, commentTag }: Decoded<typeof pullRequestComment>): JsonObject {
  return new JsonObject([...unlessEmpty('content', content), ...unlessEmpty('commentTag', commentTag)]);
}

function checkRunJson(value: Decoded<typeof checkRun>): JsonObject {
  const output = value.output && new JsonObject(textMembers(outputTexts, value.output));
  return new JsonObject([...textMembers(checkRunTexts, value), ...unlessEmpty('output', output)]);
}
