import type { ControllerError } from '../errors.ts';
import type { BackoffOptions, Clock } from './clock.ts';
import type { KubernetesObject, ObjectRef } from './object.ts';
import type { StoreHandlers } from './store.ts';

export interface ListWatchOptions extends StoreHandlers {
  /** All namespaces when absent. */
  readonly namespace?: string | undefined;
  /** Equality only, e.g. `metadata.name=root-sync`. Objects of another name or namespace are ignored. */
  readonly fieldSelector?: string | undefined;
  readonly labelSelector?: string | undefined;
  /** Every failure of list, watch or a handler; silence is none. */
  readonly onError?: ((error: ControllerError) => void) | undefined;
  /** May change the object in place before it is stored, e.g. to drop managedFields. */
  readonly transform?: ((object: KubernetesObject) => KubernetesObject) | undefined;
  /** Objects a page, default 100. */
  readonly pageSize?: number | undefined;
  /** How long the server is asked to keep a watch, default 300 000 ms, and up to twice that. */
  readonly watchMs?: number | undefined;
  /** Longest silence of a watch, bookmarks included, default 150 000 ms; the API server sends a bookmark a minute. Then it is taken up anew. */
  readonly silenceMs?: number | undefined;
  /** Longest time between two lists, default 600 000 ms, less up to a tenth. */
  readonly relistMs?: number | undefined;
  /** A watch that lived this long resets the backoff; default 10 000 ms. */
  readonly stableMs?: number | undefined;
  readonly backoff?: BackoffOptions | undefined;
  readonly clock?: Clock | undefined;
}

export interface ListWatchState {
  /** The first list has been taken in. */
  readonly synced: boolean;
  /** A watch is open. */
  readonly watching: boolean;
  /** When the server last said anything valid, in milliseconds since the epoch. */
  readonly lastSeen: number | undefined;
  /** Failures in a row; 0 once a watch has proved stable. */
  readonly failures: number;
  readonly lastError: ControllerError | undefined;
  readonly lastErrorAt: number | undefined;
}

const defaults = { pageSize: 100, watchMs: 300_000, silenceMs: 150_000, relistMs: 600_000, stableMs: 10_000 };

export type ListWatchSettings = typeof defaults;

/** The settings with their defaults. */
export function settingsOf(options: ListWatchOptions): ListWatchSettings {
  return {
    pageSize: options.pageSize ?? defaults.pageSize,
    watchMs: options.watchMs ?? defaults.watchMs,
    silenceMs: options.silenceMs ?? defaults.silenceMs,
    relistMs: options.relistMs ?? defaults.relistMs,
    stableMs: options.stableMs ?? defaults.stableMs,
  };
}

/** The namespace and name that every object of the selection has. */
export function onlyOf({ namespace, fieldSelector = '' }: ListWatchOptions): Partial<ObjectRef> {
  const term = (field: string) => fieldSelector.split(',').find((each) => each.startsWith(`${field}=`));
  const value = (field: string) =>
    term(field)
      ?.slice(field.length + 1)
      .replace(/^=/, '');
  const name = value('metadata.name');
  return { namespace: namespace || value('metadata.namespace'), ...(name !== undefined && { name }) };
}
