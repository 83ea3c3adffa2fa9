import { list, pointer, struct } from '../config/schema.ts';
import type { GitHubNotification } from '../notification/github.ts';
import { JsonObject } from '../notification/json.ts';
import { issueComment } from './github-comment.ts';
import { type Repository, truncated, withoutHtmlEscapes } from './github-parts.ts';
import { pointer as pointerShape, type Values, wholeNumber } from './json-shape.ts';

/** The longest comment that GitHub takes. Runes. */
const longestComment = 65_536;

const pullsSchema = list(pointer(struct('github.PullRequest', { number: pointer(wholeNumber('int')) })));
const commentsSchema = list(pointerShape(issueComment));

/**
 * Comments on every pull request of the revision; with a tag, in place of the first comment that has it. As upstream, the
 * tag is at the end of the content already and comes once more, and once more again for each further new comment.
 */
export async function sendComment(
  repository: Repository,
  { content, commentTag }: NonNullable<GitHubNotification['pullRequestComment']>,
): Promise<void> {
  const { client, signal, path, revision } = repository;
  const accept = 'application/vnd.github.groot-preview+json';
  const pulls = await client.call(
    { method: 'GET', path: `${path}/commits/${revision}/pulls`, accept },
    pullsSchema,
    signal,
  );
  const tag = commentTag === '' ? '' : `<!-- argocd-notifications ${commentTag} -->`;
  let body = truncated(content, longestComment);
  for (const pull of pulls ?? []) {
    const issue = pull?.number ?? 0n;
    if (tag !== '') {
      const tagged = `${body}\n${tag}`;
      const known = await commentWith(tag, repository, issue);
      if (known) {
        await editComment(repository, known, tagged);
        continue;
      }
      body = tagged;
    }
    const comment = withoutHtmlEscapes(new JsonObject([['body', body]]).toText());
    const call = { method: 'POST', path: `${path}/issues/${issue}/comments`, body: comment } as const;
    await client.call(call, struct('github.IssueComment', {}), signal);
  }
}

async function commentWith(tag: string, { client, signal, path }: Repository, issue: bigint) {
  const accept = 'application/vnd.github.squirrel-girl-preview';
  const of = issue === 0n ? 'issues/comments' : `issues/${issue}/comments`;
  const comments = await client.call({ method: 'GET', path: `${path}/${of}`, accept }, commentsSchema, signal);
  return comments?.find((comment) => typeof comment?.['body'] === 'string' && comment['body'].includes(tag));
}

async function editComment({ client, signal, path }: Repository, comment: Values, body: string): Promise<void> {
  const id = comment['id'] ?? 0n;
  const edited = withoutHtmlEscapes(issueComment.encode({ ...comment, body }));
  const call = { method: 'PATCH', path: `${path}/issues/comments/${id}`, body: edited } as const;
  await client.call(call, struct('github.IssueComment', {}), signal);
}
