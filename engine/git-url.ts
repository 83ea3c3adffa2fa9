import { GoError } from './go/error.ts';
import { GoUrl, parseUrl, Userinfo } from './go/url.ts';

const transports: ReadonlySet<string> = new Set([
  'ssh',
  'git',
  'git+ssh',
  'http',
  'https',
  'ftp',
  'ftps',
  'rsync',
  'file',
]);
const longestScp = 2048;
const scp = /^([a-zA-Z0-9-._~]+@)?([a-zA-Z0-9._-]+):([a-zA-Z0-9./._-]+)(?:\?||$)([^\n]*)$/;

/**
 * The URL of a Git repository: a URL with a transport that Git knows, `user@host:path`, or else a local path. As
 * chainguard-dev/git-urls, which Argo CD uses.
 */
export function parseGitUrl(text: string): GoUrl {
  return parseTransport(text) ?? parseScp(text) ?? new GoUrl({ scheme: 'file', path: text });
}

function parseTransport(text: string): GoUrl | undefined {
  try {
    const url = parseUrl(text);
    return transports.has(url.fields.scheme) ? url : undefined;
  } catch (error) {
    if (error instanceof GoError) return undefined;
    throw error;
  }
}

function parseScp(text: string): GoUrl | undefined {
  const match = text.length > longestScp ? null : scp.exec(text);
  if (!match) return undefined;
  const [, user, host = '', path = '', rawQuery = ''] = match;
  return new GoUrl({
    scheme: 'ssh',
    user: user === undefined ? undefined : new Userinfo(user.slice(0, -1)),
    host,
    path,
    rawQuery,
  });
}

/** The repository's https URL: scheme replaced, user dropped, port kept. */
export function gitUrlToHttps(text: string): string {
  return new GoUrl({ ...parseGitUrl(text).fields, scheme: 'https', user: undefined }).toString();
}

/** Owner and name of the repository: the first two parts of its path, the whole path when there are fewer. */
export function gitFullName(text: string): string {
  const path = parseGitUrl(text).fields.path.replace(/\.git$/, '');
  const parts = path.split('/').filter((part) => part !== '');
  return parts.length >= 2 ? parts.slice(0, 2).join('/') : path;
}
