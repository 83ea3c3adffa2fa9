import { GoError } from './go/error.ts';
import { decodeKubernetes, marshal } from './go/json.ts';
import { compareStrings } from './go/utf8.ts';
import { isPlainMap } from './go/value.ts';
import type { Destination } from './notification/destinations.ts';

/** What has been sent: state key to the Unix second it was sent at. */
export type State = Map<string, number | bigint>;

/** The most entries that upstream keeps in an annotation. */
export const maxStateEntries = 100;

/** The annotation that holds the state for a subscription prefix. */
export function stateAnnotation(prefix: string): string {
  return `notified.${prefix}`;
}

export interface StateKeyParts {
  readonly trigger: string;
  /** Key of the condition, `[i].hash`. */
  readonly condition: string;
  readonly oncePer: string;
  readonly destination: Destination;
  /** Namespace of a self-service configuration; undefined for the default one. */
  readonly namespace?: string;
}

/** `<oncePer>:<namespace>:<trigger>:<condition>:<service>:<recipient>`, absent parts left out (upstream `StateItemKey`). */
export function stateKey({ trigger, condition, oncePer, destination, namespace }: StateKeyParts): string {
  const key = `${trigger}:${condition}:${destination.service}:${destination.recipient}`;
  const scoped = namespace === undefined ? key : `${namespace}:${key}`;
  return oncePer === '' ? scoped : `${oncePer}:${scoped}`;
}

/**
 * The state of an annotation. Anything but a JSON object of integers is an empty state, as upstream has it; so is `null`,
 * with which upstream panics.
 */
export function parseState(annotation: string | undefined): State {
  if (annotation === undefined || annotation === '') return new Map();
  const decoded = decode(annotation);
  if (!isPlainMap(decoded)) return new Map();
  const state: State = new Map();
  for (const [key, value] of Object.entries(decoded)) {
    if (value !== null && typeof value !== 'bigint' && !(typeof value === 'number' && Number.isSafeInteger(value))) {
      return new Map();
    }
    state.set(key, value ?? 0);
  }
  return state;
}

function decode(annotation: string): unknown {
  try {
    return decodeKubernetes(annotation);
  } catch (error) {
    if (error instanceof GoError) return undefined;
    throw error;
  }
}

/** Marks a key as notified at `now` (Unix seconds); false when it already was, whose time stays. */
export function setNotified(state: State, key: string, now: number): boolean {
  if (state.has(key)) return false;
  state.set(key, now);
  return true;
}

/** Forgets a key whose condition no longer holds; upstream never forgets one that has a oncePer value. */
export function clearNotified(state: State, key: string, oncePer: string): boolean {
  return oncePer === '' && state.delete(key);
}

export interface SerialiseOptions {
  readonly max?: number;
  /** Keys that stay even beyond `max`: upstream drops some of them and sends them again forever. */
  readonly keep?: ReadonlySet<string>;
}

/** The annotation text of a state, byte for byte Go's JSON; undefined when there is nothing to store. Oldest go first. */
export function serialiseState(state: State, options: SerialiseOptions = {}): string | undefined {
  const kept = truncate(state, options.max ?? maxStateEntries, options.keep ?? new Set());
  if (kept.size === 0) return undefined;
  return marshal(Object.fromEntries(kept));
}

function truncate(state: State, max: number, keep: ReadonlySet<string>): State {
  if (state.size <= max) return state;
  const byAge = [...state].sort((a, b) => compareNumbers(a[1], b[1]) || compareStrings(a[0], b[0]));
  const dropped = new Set<string>();
  for (const [key] of byAge) {
    if (state.size - dropped.size <= max) break;
    if (!keep.has(key)) dropped.add(key);
  }
  return new Map([...state].filter(([key]) => !dropped.has(key)));
}

function compareNumbers(a: number | bigint, b: number | bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
