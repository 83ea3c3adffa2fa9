import { createHash } from 'node:crypto';
import {
  type AppDetails,
  appDetailsValue,
  type CommitMetadata,
  type CommitSource,
  commitMetadataValue,
  commitSourceOf,
} from './app-details.ts';
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
import { type GoFunc, GoMap, type GoObject, GoSlice, newMap, sized } from './go/value.ts';
import type { Destination } from './notification/destinations.ts';

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

/** What the `repo` group asks others. */
export interface RepoLookups {
  /** A struct with Message, Author, Date and Tags (`commitMetadataValue`). */
  readonly commitMetadata?: ((revision: string) => Promise<GoObject>) | undefined;
  /** A struct with Type, Helm, Kustomize and Directory (`appDetailsValue`). */
  readonly appDetails?: (() => Promise<GoObject>) | undefined;
}

/** The `repo` group. What it looks up is looked up once an evaluation; a function without its look-up is missing. */
export function repoGroup({ commitMetadata, appDetails }: RepoLookups = {}): VariableGroup {
  const group: Record<string, GoFunc> = { ...repoFunctions };
  if (commitMetadata) {
    group['GetCommitMetadata'] = nativeRun('func(string) interface {}', (run: Run, revision: string) =>
      run.need(`commit ${revision}`, () => panicking(() => commitMetadata(revision))),
    );
  }
  if (appDetails) {
    group['GetAppDetails'] = nativeRun('func() interface {}', (run: Run) =>
      run.need('application', () => panicking(appDetails)),
    );
  }
  return group;
}

/** What a look-up gives; one that fails panics in the evaluation that asked, as Argo CD's does. */
async function panicking<T>(lookup: () => Promise<T>): Promise<T> {
  try {
    return await lookup();
  } catch (error) {
    throw error instanceof GoError ? error : panic(messageOf(error));
  }
}

/** The `time` group. */
export const timeGroup: VariableGroup = { ...timeConstants, ...timeFunctions };

export interface ArgoVariables {
  /** The name the resource goes by; default `app`. */
  readonly objectKey?: string;
  readonly object: Record<string, unknown>;
  /** The string map of the ConfigMap key `context`. */
  readonly context?: Readonly<Record<string, string>>;
  /** Where a notification is about to go; undefined for triggers. */
  readonly destination?: Destination | undefined;
  /** The Secret's values; without them there is no variable `secrets`, as in Argo CD's self-service. */
  readonly secrets?: Readonly<Record<string, Uint8Array>>;
  /** The application's project; default empty, as when it cannot be found. */
  readonly appProject?: Record<string, unknown>;
  readonly commitMetadata?: (revision: string, source: CommitSource) => Promise<CommitMetadata>;
  readonly appDetails?: () => Promise<AppDetails>;
}

/**
 * The variables of Argo CD's triggers and templates: the resource, `appProject`, `context`, `secrets`, `time`, `strings` and `repo`
 * (argo-cd `util/notification`).
 */
export function argoVariables(options: ArgoVariables): Record<string, unknown> {
  const { object, objectKey = 'app', secrets, commitMetadata, appDetails } = options;
  const variables = newMap();
  variables[objectKey] = object;
  variables['appProject'] = options.appProject ?? newMap();
  variables['context'] = contextValue(options.context ?? {}, options.destination);
  if (secrets) variables['secrets'] = new GoMap('map[string][]uint8', Object.entries(secrets));
  variables['time'] = timeGroup;
  variables['strings'] = stringFunctions;
  variables['repo'] = repoGroup({
    commitMetadata:
      commitMetadata &&
      (async (revision) => commitMetadataValue(await commitMetadata(revision, commitSourceOf(object)))),
    appDetails: appDetails && (async () => appDetailsValue(await appDetails(), object)),
  });
  return variables;
}

/** The variable `context`. Argo CD adds `notificationType`, the service that is about to send, unless the user has one. */
export function contextValue(context: Readonly<Record<string, string>>, destination?: Destination): GoMap {
  const entries = { notificationType: destination?.service ?? '', ...context };
  return new GoMap('map[string]string', Object.entries(entries));
}
