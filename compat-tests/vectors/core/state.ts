import type { Destination } from '../../../engine/notification/destinations.ts';
import { parseState, type State, serialiseState, stateKey } from '../../../engine/state.ts';
import { type CoreRow, rowsOf } from './row.ts';

type Entries = Readonly<Record<string, number | bigint>>;

export interface StateVectors {
  readonly parse: readonly { readonly annotation: string; readonly state: Entries | null }[];
  readonly persist: readonly { readonly annotation: string; readonly state: Entries }[];
  readonly stateItemKey: readonly {
    readonly isSelfConfig: boolean;
    readonly apiNamespace: string;
    readonly trigger: string;
    readonly conditionKey: string;
    readonly oncePer: string;
    readonly dest: Destination;
    readonly stateKey: string;
  }[];
  readonly truncate105to100: Readonly<Record<string, unknown>>;
}

/** Seconds as text, since JSON has no int64. */
function textual(state: Entries | null): Record<string, string> | null {
  return state && Object.fromEntries(Object.entries(state).map(([key, seconds]) => [key, String(seconds)]));
}

function truncated(): Record<string, unknown> {
  const state: State = new Map(Array.from({ length: 105 }, (_, i) => [`k${String(i).padStart(3, '0')}`, i]));
  const left = JSON.parse(serialiseState(state) ?? '') as Record<string, number>;
  return { k004: 'k004' in left, k005: 'k005' in left, len: Object.keys(left).length };
}

/** The annotation that remembers what has been sent. */
export function* stateRows(data: StateVectors): Generator<CoreRow> {
  yield* rowsOf('parse', data.parse, ({ annotation, state }) => ({
    source: annotation,
    want: textual(state),
    got: textual(Object.fromEntries(parseState(annotation))),
  }));
  yield* rowsOf('persist', data.persist, ({ annotation, state }) => ({
    source: Object.keys(state),
    want: annotation,
    got: serialiseState(new Map(Object.entries(state))),
  }));
  yield* rowsOf('stateItemKey', data.stateItemKey, (vector) => ({
    source: [vector.trigger, vector.oncePer, vector.apiNamespace],
    want: vector.stateKey,
    got: stateKey({
      trigger: vector.trigger,
      condition: vector.conditionKey,
      oncePer: vector.oncePer,
      destination: vector.dest,
      ...(vector.isSelfConfig && { namespace: vector.apiNamespace }),
    }),
  }));
  yield* rowsOf('truncate', [data.truncate105to100], (want) => ({ source: '105 entries', want, got: truncated() }));
}
