import { GoError, panic } from '../go/error.ts';
import { native, nativeRun } from '../go/native.ts';
import type { Run } from '../go/run.ts';
import { GoUrl, parseUrl, type Userinfo } from '../go/url.ts';
import { type GoFunc, kindOf } from '../go/value.ts';

function parseOrPanic(text: string, what: string): GoUrl {
  try {
    return parseUrl(text);
  } catch (error) {
    if (error instanceof GoError) throw panic(`unable to parse ${what}: ${error.message}`);
    throw error;
  }
}

function urlParse(run: Run, text: string): Record<string, unknown> {
  run.step(text.length);
  const url = parseOrPanic(text, 'url');
  const { scheme, host, path, rawQuery, opaque, fragment, user } = url.fields;
  const userinfo = user?.toString() ?? '';
  return { scheme, host, hostname: url.hostname(), path, query: rawQuery, opaque, fragment, userinfo };
}

function textOf(parts: Readonly<Record<string, unknown>>, key: string): string {
  const value = Object.hasOwn(parts, key) ? parts[key] : '';
  if (typeof value === 'string') return value;
  if (value === null) throw panic('runtime error: invalid memory address or nil pointer dereference');
  throw panic(`unable to parse ${key} key, must be of type string, but ${kindOf(value)} found`);
}

function userOf(userinfo: string): Userinfo | undefined {
  return userinfo === '' ? undefined : parseOrPanic(`proto://${userinfo}@host`, 'userinfo in dict').fields.user;
}

function urlJoin(parts: Readonly<Record<string, unknown>>): string {
  const [scheme, host, path] = [textOf(parts, 'scheme'), textOf(parts, 'host'), textOf(parts, 'path')];
  const [rawQuery, opaque, fragment] = [textOf(parts, 'query'), textOf(parts, 'opaque'), textOf(parts, 'fragment')];
  const user = userOf(textOf(parts, 'userinfo'));
  return new GoUrl({ scheme, host, path, rawQuery, opaque, fragment, user }).toString();
}

/** sprig's URL functions, over net/url. */
export const urlFunctions: Readonly<Record<string, GoFunc>> = {
  urlParse: nativeRun('func(string) map[string]interface {}', urlParse),
  urlJoin: native('func(map[string]interface {}) string', urlJoin),
};
