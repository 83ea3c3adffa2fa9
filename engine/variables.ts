import { createHash } from 'node:crypto';
import { messageOf } from './errors.ts';
import { gitFullName, gitUrlToHttps } from './git-url.ts';
import { GoError, panic } from './go/error.ts';
import { native, nativeRun } from './go/native.ts';
import type { Run } from './go/run.ts';
import { fromInstant, hour, layouts, local, minute, parseTime, second } from './go/time/index.ts';
import { durationType } from './go/type.ts';
import { lowerText, upperText } from './go/unicode.ts';
import { queryEscape } from './go/url.ts';
import { toBytes } from './go/utf8.ts';
import { type GoFunc, type GoObject, GoSlice, newMap, sized } from './go/value.ts';

/** A group of functions and constants that triggers and templates see under one name. */
export type VariableGroup = Readonly<Record<string, unknown>>;
type Functions = Readonly<Record<string, GoFunc>>;

/** `time.Nanosecond` to `time.Hour`, and the layouts of Go's time package. */
export const timeConstants: VariableGroup = {
  Nanosecond: sized(durationType, 1n),
  Microsecond: sized(durationType, 1_000n),
  Millisecond: sized(durationType, 1_000_000n),
  Second: sized(durationType, second),
  Minute: sized(durationType, minute),
  Hour: sized(durationType, hour),
  Layout: layouts.layout,
  ANSIC: layouts.ansic,
  UnixDate: layouts.unixDate,
  RubyDate: layouts.rubyDate,
  RFC822: layouts.rfc822,
  RFC822Z: layouts.rfc822Z,
  RFC850: layouts.rfc850,
  RFC1123: layouts.rfc1123,
  RFC1123Z: layouts.rfc1123Z,
  RFC3339: layouts.rfc3339,
  RFC3339Nano: layouts.rfc3339Nano,
  Kitchen: layouts.kitchen,
  Stamp: layouts.stamp,
  StampMilli: layouts.stampMilli,
  StampMicro: layouts.stampMicro,
  StampNano: layouts.stampNano,
};

/** `time.Parse` of RFC 3339 text, and `time.Now`, the evaluation's clock. */
export const timeFunctions: Functions = {
  Parse: native('func(string) time.Time', (text: string) => parseTime(layouts.rfc3339, text)),
  Now: nativeRun('func() time.Time', (run: Run) => fromInstant(run.clock(), local)),
};

/** Argo CD's `strings` group, and Config Sync's `Join` and `Hash`. */
export const stringFunctions: Functions = {
  ReplaceAll: native('func(string, string, string) string', (text: string, old: string, replacement: string) =>
    replaceAll(text, old, replacement),
  ),
  ToUpper: native('func(string) string', (text: string) => upperText(text)),
  ToLower: native('func(string) string', (text: string) => lowerText(text)),
  Join: native('func(interface {}, string) string', (list: unknown, separator: string) => join(list, separator)),
  Hash: native('func(string) string', (text: string) => createHash('sha1').update(toBytes(text)).digest('base64url')),
};

/** Go's strings.ReplaceAll: an empty `old` stands before every character and at the end. */
function replaceAll(text: string, old: string, replacement: string): string {
  if (old !== '') return text.replaceAll(old, () => replacement);
  return `${replacement}${Array.from(text, (char) => `${char}${replacement}`).join('')}`;
}

/** The strings of a list joined; anything but a list of strings gives an empty text. */
function join(list: unknown, separator: string): string {
  const items = list instanceof GoSlice ? list.items : list;
  return Array.isArray(items) && items.every((item) => typeof item === 'string') ? items.join(separator) : '';
}

/** The functions of Argo CD's `repo` group that ask nobody. */
export const repoFunctions: Functions = {
  RepoURLToHTTPS: native('func(string) string', (url: string) => gitUrlToHttps(url)),
  FullNameByRepoURL: native('func(string) string', (url: string) => gitFullName(url)),
  QueryEscape: native('func(string) string', (text: string) => queryEscape(text)),
};

/** Argo CD's answer about a commit: a struct with Message, Author, Date and Tags. */
export type CommitMetadataLoader = (revision: string) => Promise<GoObject>;

/** The `repo` group. A commit is looked up once an evaluation, by `load`; without it `GetCommitMetadata` is missing. */
export function repoGroup(load?: CommitMetadataLoader): VariableGroup {
  if (!load) return repoFunctions;
  return {
    ...repoFunctions,
    GetCommitMetadata: nativeRun('func(string) interface {}', (run: Run, revision: string) =>
      run.need(`commit ${revision}`, () => panicking(load(revision))),
    ),
  };
}

/** What a look-up gives; one that fails panics in the evaluation that asked, as Argo CD's does. */
async function panicking<T>(lookup: Promise<T>): Promise<T> {
  try {
    return await lookup;
  } catch (error) {
    throw error instanceof GoError ? error : panic(messageOf(error));
  }
}

/** The `time` group. */
export const timeGroup: VariableGroup = { ...timeConstants, ...timeFunctions };

export interface ArgoVariables {
  /** The name the resource goes by, e.g. `app`. */
  readonly objectKey: string;
  readonly object: Record<string, unknown>;
  readonly context?: unknown;
  readonly secrets?: unknown;
  readonly commitMetadata?: CommitMetadataLoader;
}

/** The variables of Argo CD's triggers and templates: the resource, `context`, `secrets`, `time`, `strings` and `repo`. */
export function argoVariables(options: ArgoVariables): Record<string, unknown> {
  const variables = newMap();
  variables[options.objectKey] = options.object;
  variables['context'] = options.context ?? newMap();
  variables['secrets'] = options.secrets ?? newMap();
  variables['time'] = timeGroup;
  variables['strings'] = stringFunctions;
  variables['repo'] = repoGroup(options.commitMetadata);
  return variables;
}
