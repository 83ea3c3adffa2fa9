import { parseAddress } from './address.ts';
import { GoError } from './error.ts';
import { join } from './path.ts';
import { quote } from './strconv.ts';
import { escapePart, type Part, shouldEscape, unescapePart } from './url-escape.ts';

export { pathEscape, pathUnescape, queryEscape, queryUnescape } from './url-escape.ts';

/** A user name, and a password unless there is none. */
export class Userinfo {
  readonly username: string;
  readonly password: string | undefined;

  constructor(username: string, password?: string) {
    this.username = username;
    this.password = password;
  }

  toString(): string {
    const username = escapePart(this.username, 'userPassword');
    return this.password === undefined ? username : `${username}:${escapePart(this.password, 'userPassword')}`;
  }
}

/** The fields of Go's `url.URL`, decoded where Go decodes them. */
export interface UrlFields {
  readonly scheme: string;
  /** What follows the scheme of a URL such as `mailto:a@b`. */
  readonly opaque: string;
  readonly user: Userinfo | undefined;
  /** Host, or host and port. */
  readonly host: string;
  readonly path: string;
  /** The path as it was spelled, when that is not how `String` would spell it. */
  readonly rawPath: string;
  readonly rawQuery: string;
  readonly fragment: string;
  readonly rawFragment: string;
  /** Whether a `?` stands before an empty query. */
  readonly forceQuery: boolean;
  /** Whether there is no `//` before the path. */
  readonly omitHost: boolean;
}

const noFields: UrlFields = {
  scheme: '',
  opaque: '',
  user: undefined,
  host: '',
  path: '',
  rawPath: '',
  rawQuery: '',
  fragment: '',
  rawFragment: '',
  forceQuery: false,
  omitHost: false,
};

/** A URL as Go's package net/url understands it, which is not WHATWG's understanding. */
export class GoUrl {
  readonly fields: UrlFields;

  constructor(fields: Partial<UrlFields>) {
    this.fields = { ...noFields, ...fields };
  }

  /** The host without its port and the brackets of an IPv6 address. */
  hostname(): string {
    const host = this.fields.host.replace(/:\d*$/, '');
    return /^\[.*\]$/s.test(host) ? host.slice(1, -1) : host;
  }

  port(): string {
    return /:(\d*)$/.exec(this.fields.host)?.[1] ?? '';
  }

  escapedPath(): string {
    return this.fields.path === '*' && this.fields.rawPath === ''
      ? '*'
      : spelled(this.fields.path, this.fields.rawPath, 'path');
  }

  escapedFragment(): string {
    return spelled(this.fields.fragment, this.fields.rawFragment, 'fragment');
  }

  /** The URL with path elements appended, `.` and `..` resolved. */
  joinPath(...elements: readonly string[]): GoUrl {
    const first = this.escapedPath();
    const joined = first.startsWith('/') ? join(first, ...elements) : join(`/${first}`, ...elements).slice(1);
    const endsWithSlash = (elements.at(-1) ?? first).endsWith('/') && !joined.endsWith('/');
    return new GoUrl({ ...this.fields, ...pathFields(endsWithSlash ? `${joined}/` : joined) });
  }

  /** The URL that a reference on this one leads to (RFC 3986 5.2). */
  resolve(reference: GoUrl): GoUrl {
    const own = this.fields;
    const ref = { ...reference.fields, scheme: reference.fields.scheme || own.scheme };
    if (reference.fields.scheme !== '' || ref.host !== '' || ref.user !== undefined) {
      return new GoUrl({ ...ref, ...pathFields(resolvePath(reference.escapedPath(), '')) });
    }
    if (ref.opaque !== '') return new GoUrl({ ...ref, user: undefined, host: '', path: '' });
    const isHere = ref.path === '' && !ref.forceQuery && ref.rawQuery === '';
    const query = isHere ? { rawQuery: own.rawQuery } : {};
    const { fragment, rawFragment } = isHere && ref.fragment === '' ? own : ref;
    const moved = { ...ref, ...query, fragment, rawFragment };
    if (ref.path === '' && own.opaque !== '') {
      return new GoUrl({ ...moved, opaque: own.opaque, user: undefined, host: '', path: '' });
    }
    const path = pathFields(resolvePath(this.escapedPath(), reference.escapedPath()));
    return new GoUrl({ ...moved, host: own.host, user: own.user, ...path });
  }

  toString(): string {
    const { scheme, opaque, forceQuery, rawQuery, fragment } = this.fields;
    const start = scheme === '' ? '' : `${scheme}:`;
    const middle = opaque === '' ? this.hierarchy(start) : opaque;
    const query = forceQuery || rawQuery !== '' ? `?${rawQuery}` : '';
    return start + middle + query + (fragment === '' ? '' : `#${this.escapedFragment()}`);
  }

  private hierarchy(start: string): string {
    const { scheme, user, host, omitHost } = this.fields;
    const authority = (scheme !== '' && !omitHost) || host !== '' || user !== undefined ? this.authority() : '';
    const path = this.escapedPath();
    if (path !== '' && !path.startsWith('/') && host !== '') return `${authority}/${path}`;
    const isAmbiguous = start + authority === '' && (path.split('/', 1)[0] ?? '').includes(':');
    return authority + (isAmbiguous ? './' : '') + path;
  }

  private authority(): string {
    const { user, host, path } = this.fields;
    const slashes = host !== '' || path !== '' || user !== undefined ? '//' : '';
    return slashes + (user === undefined ? '' : `${user}@`) + escapePart(host, 'host');
  }
}

function spelled(decoded: string, raw: string, part: Part): string {
  return raw !== '' && isValidEncoded(raw, part) && decodesTo(raw, part, decoded) ? raw : escapePart(decoded, part);
}

function isValidEncoded(raw: string, part: Part): boolean {
  return Array.from(raw).every((char) => /[!$&'()*+,;=:@[\]%]/.test(char) || !shouldEscape(char, part));
}

function decodesTo(raw: string, part: Part, decoded: string): boolean {
  try {
    return unescapePart(raw, part) === decoded;
  } catch (error) {
    if (error instanceof GoError) return false;
    throw error;
  }
}

/**
 * The URL of a text, absolute or relative, as Go's `url.Parse` with `urlstrictcolons=0`, the default of modules before Go 1.26.
 * @throws {GoError} with Go's text, e.g. `parse ":x": missing protocol scheme`
 */
export function parseUrl(text: string): GoUrl {
  const at = text.indexOf('#');
  const fragment = at < 0 ? '' : text.slice(at + 1);
  const before = at < 0 ? text : text.slice(0, at);
  const fields = inContext(before, () => parseFields(before));
  return new GoUrl(fragment === '' ? fields : { ...fields, ...inContext(text, () => fragmentFields(fragment)) });
}

function inContext<T>(text: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (error instanceof GoError) throw new GoError(`parse ${quote(text)}: ${error.message}`, { cause: error });
    throw error;
  }
}

function parseFields(text: string): Partial<UrlFields> {
  if (/[\0-\x1f\x7f]/.test(text)) throw new GoError('net/url: invalid control character in URL');
  if (text === '*') return { path: '*' };
  if (text.startsWith(':')) throw new GoError('missing protocol scheme');
  const scheme = /^([a-z][a-z\d+.-]*):/i.exec(text)?.[1] ?? '';
  const afterScheme = scheme === '' ? text : text.slice(scheme.length + 1);
  const { hierarchy, ...query } = splitQuery(afterScheme);
  const fields = { ...query, scheme: scheme.toLowerCase() };
  if (!hierarchy.startsWith('/')) {
    if (scheme !== '') return { ...fields, opaque: hierarchy };
    if ((hierarchy.split('/', 1)[0] ?? '').includes(':')) {
      throw new GoError('first path segment in URL cannot contain colon');
    }
  }
  return { ...fields, ...parseHierarchy(fields.scheme, hierarchy) };
}

function splitQuery(text: string): { hierarchy: string; rawQuery: string; forceQuery: boolean } {
  const at = text.indexOf('?');
  if (at < 0) return { hierarchy: text, rawQuery: '', forceQuery: false };
  return { hierarchy: text.slice(0, at), rawQuery: text.slice(at + 1), forceQuery: at === text.length - 1 };
}

function parseHierarchy(scheme: string, hierarchy: string): Partial<UrlFields> {
  if (hierarchy.startsWith('//') && (scheme !== '' || !hierarchy.startsWith('///'))) {
    const [whole, authority = ''] = /^\/\/([^/]*)/.exec(hierarchy) ?? [''];
    return { ...parseAuthority(authority), ...pathFields(hierarchy.slice(whole.length)) };
  }
  return { omitHost: scheme !== '' && hierarchy.startsWith('/'), ...pathFields(hierarchy) };
}

function pathFields(raw: string): { path: string; rawPath: string } {
  const path = unescapePart(raw, 'path');
  return { path, rawPath: escapePart(path, 'path') === raw ? '' : raw };
}

function fragmentFields(raw: string): { fragment: string; rawFragment: string } {
  const fragment = unescapePart(raw, 'fragment');
  return { fragment, rawFragment: escapePart(fragment, 'fragment') === raw ? '' : raw };
}

function parseAuthority(authority: string): { user: Userinfo | undefined; host: string } {
  const at = authority.lastIndexOf('@');
  const host = parseHost(authority.slice(at + 1));
  if (at < 0) return { user: undefined, host };
  const userinfo = authority.slice(0, at);
  if (!/^[\w.~!$&'()*+,;=%@:-]*$/.test(userinfo)) throw new GoError('net/url: invalid userinfo');
  const colon = userinfo.indexOf(':');
  if (colon < 0) return { user: new Userinfo(unescapePart(userinfo, 'userPassword')), host };
  const username = unescapePart(userinfo.slice(0, colon), 'userPassword');
  return { user: new Userinfo(username, unescapePart(userinfo.slice(colon + 1), 'userPassword')), host };
}

function parseHost(host: string): string {
  const bracket = host.lastIndexOf('[');
  if (bracket > 0) throw new GoError('invalid IP-literal');
  if (bracket === 0) return parseIpLiteral(host);
  const colon = host.lastIndexOf(':');
  if (colon >= 0) checkPort(host.slice(colon));
  return unescapePart(host, 'host');
}

function checkPort(port: string): void {
  if (!/^(?::\d*)?$/.test(port)) throw new GoError(`invalid port ${quote(port)} after host`);
}

function parseIpLiteral(host: string): string {
  const close = host.lastIndexOf(']');
  if (close < 0) throw new GoError("missing ']' in host");
  const port = host.slice(close + 1);
  checkPort(port);
  const name = host.slice(1, close);
  const zone = name.indexOf('%25');
  const address =
    zone < 0
      ? unescapePart(name, 'host')
      : unescapePart(name.slice(0, zone), 'host') + unescapePart(name.slice(zone), 'zone');
  if (addressVersion(address) === 4) throw new GoError('invalid IP-literal');
  return `[${address}]${port}`;
}

function addressVersion(address: string): 4 | 6 {
  try {
    return parseAddress(address);
  } catch (error) {
    if (error instanceof GoError) throw new GoError(`invalid host: ${error.message}`, { cause: error });
    throw error;
  }
}

/** The path that a reference on a base path leads to, dots resolved. */
function resolvePath(base: string, reference: string): string {
  const isRelative = reference !== '' && !reference.startsWith('/');
  const full = reference === '' ? base : isRelative ? base.slice(0, base.lastIndexOf('/') + 1) + reference : reference;
  if (full === '') return '';
  const elements = full.split('/');
  let path = '/';
  let first = true;
  for (const element of elements) {
    if (element === '.') first = false;
    else if (element === '..') {
      path = path.slice(0, path.indexOf('/', 1) < 0 ? 1 : path.lastIndexOf('/'));
      first = path.length === 1;
    } else {
      path += first ? element : `/${element}`;
      first = false;
    }
  }
  if (/^\.\.?$/.test(elements.at(-1) ?? '')) path += '/';
  return path.startsWith('//') ? path.slice(1) : path;
}
