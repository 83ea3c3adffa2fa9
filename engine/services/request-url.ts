import { GoUrl, Userinfo } from '../go/url.ts';

/** Path and query of a URL as a request line has them, spelled as in the URL (Go's `URL.RequestURI`). */
export function requestTarget(url: GoUrl): string {
  const { scheme, opaque, rawQuery, forceQuery } = url.fields;
  const path = opaque === '' ? url.escapedPath() || '/' : opaque.startsWith('//') ? `${scheme}:${opaque}` : opaque;
  return forceQuery || rawQuery !== '' ? `${path}?${rawQuery}` : path;
}

/** The URL as text with `mask` for its password. */
export function maskPassword(url: GoUrl, mask: string): string {
  const { user } = url.fields;
  if (user?.password === undefined) return url.toString();
  const marker = new Userinfo(user.username, 'PASSWORD');
  const text = new GoUrl({ ...url.fields, user: marker }).toString();
  return text.replace(`${marker}@`, () => `${new Userinfo(user.username)}:${mask}@`);
}

/** The URL as text without user and password. */
export function withoutUser(url: GoUrl): string {
  return new GoUrl({ ...url.fields, user: undefined }).toString();
}
