import { createHash } from 'node:crypto';
import { GoError } from './go/error.ts';
import { decodeKubernetes, marshal } from './go/json.ts';
import { byteLength, compareStrings, toBytes } from './go/utf8.ts';
import { isPlainMap } from './go/value.ts';
import type { Destination } from './notification/destinations.ts';

/** What has been sent: state key to the Unix second it was sent at. */
export type State = Map<string, number | bigint>;

/** The most entries that upstream keeps in an annotation. */
export const maxStateEntries = 100;

/** The most bytes of an annotation's text: half of what Kubernetes allows all annotations of an object together. */
export const maxStateBytes = 128 * 1024;

const longestOncePer = 1024;

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

/**
 * `<oncePer>:<namespace>:<trigger>:<condition>:<service>:<recipient>`, absent parts left out (upstream `StateItemKey`). A
 * oncePer of more than 1024 characters is `sha256-` and its hash, so that the state fits into an annotation.
 */
export function stateKey({ trigger, condition, oncePer, destination, namespace }: StateKeyParts): string {
  const key = `${trigger}:${condition}:${destination.service}:${destination.recipient}`;
  const scoped = namespace === undefined ? key : `${namespace}:${key}`;
  return oncePer === '' ? scoped : `${shortened(oncePer)}:${scoped}`;
}

function shortened(oncePer: string): string {
  if (oncePer.length <= longestOncePer) return oncePer;
  return `sha256-${createHash('sha256').update(toBytes(oncePer)).digest('hex')}`;
}

/**
 * The state of an annotation. Anything but a JSON object of integers is an empty state, as upstream has it; so is `null`,
 * with which upstream panics.
 */
export function parseState(annotation: string | undefined): State {
  if (annotation === undefined || annotation === '') return new Map();
  const decoded = decodeAnnotation(annotation);
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

/** The value of an annotation of JSON; undefined when it is none. */
export function decodeAnnotation(annotation: string): unknown {
  try {
    return decodeKubernetes(annotation);
  } catch (error) {
    if (error instanceof GoError) return undefined;
    throw error;
  }
}

export interface SerialiseOptions {
  readonly max?: number;
  /** Default maxStateBytes. */
  readonly maxBytes?: number;
  /** Keys that stay even beyond `max`: upstream drops some of them and sends them again forever. */
  readonly keep?: ReadonlySet<string>;
}

/**
 * The annotation text of a state, byte for byte Go's JSON; undefined when there is nothing to store. Oldest go first; only
 * for want of bytes do those of `keep` go too.
 */
export function serialiseState(state: State, options: SerialiseOptions = {}): string | undefined {
  const { max = maxStateEntries, maxBytes = maxStateBytes, keep = new Set() } = options;
  const byAge = [...state].sort((a, b) => Number(a[1]) - Number(b[1]) || compareStrings(a[0], b[0]));
  const droppable = [...byAge.filter(([key]) => !keep.has(key)), ...byAge.filter(([key]) => keep.has(key))];
  const kept = new Map(state);
  let bytes = byAge.reduce((sum, entry) => sum + sizeOf(entry), 2);
  for (const entry of droppable) {
    const tooMany = kept.size > max && !keep.has(entry[0]);
    if (!tooMany && bytes <= maxBytes) continue;
    kept.delete(entry[0]);
    bytes -= sizeOf(entry);
  }
  return kept.size === 0 ? undefined : marshal(Object.fromEntries(kept));
}

/** Bytes of an entry in the text, with its comma. */
function sizeOf([key, seconds]: readonly [string, number | bigint]): number {
  return byteLength(marshal(key)) + String(seconds).length + 2;
}
