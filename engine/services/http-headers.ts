import { toBytes } from '../go/utf8.ts';

const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/** Whether a text may be a method or the name of a header. */
export function isToken(text: string): boolean {
  return token.test(text);
}

/** Whether a text may be the value of a header: no control characters but tab. */
export function isHeaderValue(text: string): boolean {
  return !/[\0-\x08\n-\x1f\x7f]/.test(text);
}

/** The header name as Go writes it, `content-type` as `Content-Type`; a name that is no token stays as it is. */
export function canonicalName(name: string): string {
  if (!isToken(name)) return name;
  return name.toLowerCase().replace(/(^|-)[a-z]/g, (start) => start.toUpperCase());
}

/** Headers with one value a name, names canonical. */
export class Headers {
  private readonly values = new Map<string, string>();

  constructor(entries: Iterable<readonly [string, string]> = []) {
    for (const [name, value] of entries) this.set(name, value);
  }

  get(name: string): string | undefined {
    return this.values.get(canonicalName(name));
  }

  set(name: string, value: string): void {
    this.values.set(canonicalName(name), value);
  }

  delete(name: string): void {
    this.values.delete(canonicalName(name));
  }

  entries(): Iterable<readonly [name: string, value: string]> {
    return this.values;
  }
}

/** `Basic …` for a user and password. */
export function basicAuth(username: string, password: string): string {
  return `Basic ${Buffer.from(toBytes(`${username}:${password}`)).toString('base64')}`;
}

/** A text as Node writes it byte by byte: its UTF-8 bytes as Latin-1 characters. */
export function wireText(text: string): string {
  return Buffer.from(toBytes(text)).toString('latin1');
}
