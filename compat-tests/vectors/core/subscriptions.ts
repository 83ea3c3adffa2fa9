import { subscribe, unsubscribe } from '../../../engine/subscribe.ts';
import { annotationDestinations, type DefaultTriggers } from '../../../engine/subscriptions.ts';
import { type CoreRow, rowsOf } from './row.ts';

type Annotations = Readonly<Record<string, string>>;

export interface SubscriptionVectors {
  readonly defaultTriggers: readonly string[];
  readonly serviceDefaultTriggers: Readonly<Record<string, readonly string[]>>;
  readonly getDestinations: readonly { readonly annotations: Annotations; readonly destinations: unknown }[];
  readonly ops: readonly {
    readonly before: Annotations;
    readonly op: 'subscribe' | 'unsubscribe';
    readonly args: readonly [trigger: string, service: string, ...recipients: string[]];
    readonly after: Annotations;
  }[];
}

/** The default triggers that the vectors assume. */
export function defaultsOf({ defaultTriggers, serviceDefaultTriggers }: SubscriptionVectors): DefaultTriggers {
  return { defaultTriggers, serviceDefaultTriggers: new Map(Object.entries(serviceDefaultTriggers)) };
}

/** Subscription annotations, and edits of them. */
export function* subscriptionRows(data: SubscriptionVectors): Generator<CoreRow> {
  const defaults = defaultsOf(data);
  yield* rowsOf('getDestinations', data.getDestinations, ({ annotations, destinations }) => ({
    source: annotations,
    want: destinations,
    got: Object.fromEntries(annotationDestinations(annotations, defaults).destinations),
  }));
  yield* rowsOf('ops', data.ops, ({ before, op, args: [trigger, service, ...recipients], after }) => ({
    source: [op, before, trigger, service, ...recipients],
    want: after,
    got:
      op === 'subscribe'
        ? subscribe(before, { trigger, service }, recipients)
        : unsubscribe(before, { trigger, service }, recipients[0] ?? ''),
  }));
}
