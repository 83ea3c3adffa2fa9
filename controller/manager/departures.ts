import type { KubernetesObject } from '../kubernetes/index.ts';

/** An RSync that is gone. */
export interface Departure {
  /** As it was last seen. */
  readonly rsync: KubernetesObject;
  /** Since when, in milliseconds since the epoch. */
  readonly since: number;
}

/** How long a departure is remembered that nobody has looked at, in milliseconds: a manager on standby may yet take over. */
const remembered = 60_000;

/** The RSyncs that are gone and may still have to be told of, by their keys. */
export class Departures {
  private readonly byKey = new Map<string, Departure>();

  add(key: string, rsync: KubernetesObject, now: number): void {
    for (const [each, { since }] of this.byKey) if (now - since > remembered) this.byKey.delete(each);
    this.byKey.set(key, { rsync, since: now });
  }

  of(key: string): Departure | undefined {
    return this.byKey.get(key);
  }

  /** Forgets this very departure; one of the same name that has come since stays. */
  forget(key: string, departure: Departure | undefined): void {
    if (this.byKey.get(key) === departure) this.byKey.delete(key);
  }
}
