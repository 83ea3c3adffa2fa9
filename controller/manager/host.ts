import { asControllerError } from '../errors.ts';
import type { Clock, KubernetesObject } from '../kubernetes/index.ts';
import type { Log } from '../log.ts';
import { containerOf, hashOf } from './container.ts';
import type { Guest, Invite } from './guest.ts';
import type { Wanted } from './wanted.ts';

export interface HostOptions {
  readonly invite: Invite;
  readonly log: Log;
  readonly clock: Clock;
  /** Processes at once; default 32. */
  readonly capacity?: number;
  /** How long a process may stay while others wait, in milliseconds; default 10 000. */
  readonly turnMs?: number;
}

/** One process in the manager. */
interface Stay {
  readonly wanted: Wanted;
  readonly hash: string;
  readonly since: number;
  guest: Guest | undefined;
  parting: KubernetesObject | undefined;
  over: boolean;
}

/** How far the deletion of an RSync has been told. */
export type Farewell = 'waiting' | 'telling' | 'told';

/**
 * The notification processes of RSyncs that have no pod to run one: a few at a time, by turns when there are more. Each takes part in
 * the election of its RSync's processes, so that never two send.
 */
export class Host {
  private readonly options: Required<HostOptions>;
  private readonly stays = new Map<string, Stay>();
  private readonly waiting = new Map<string, Wanted>();
  private readonly ending = new Map<Promise<unknown>, string>();
  private cancelTurn: (() => void) | undefined;

  constructor(options: HostOptions) {
    this.options = { capacity: 32, turnMs: 10_000, ...options };
  }

  /** Processes that run here. */
  get size(): number {
    return this.stays.size;
  }

  /** Whether a process runs here for an RSync. */
  has(key: string): boolean {
    return this.stays.has(key);
  }

  /** Has a process run for an RSync as long as it is not dismissed. One that was told something else is replaced. */
  keep(key: string, wanted: Wanted): void {
    const stay = this.stays.get(key);
    if (stay?.hash === hashOfStay(wanted)) return;
    if (stay) this.end(key);
    this.waiting.set(key, wanted);
    this.fill();
  }

  /** Has the deletion of an RSync that is gone told by a process here, and says how far that is. */
  farewell(key: string, wanted: Wanted, object: KubernetesObject): Farewell {
    const stay = this.stays.get(key);
    if (!stay) {
      this.keep(key, wanted);
      return 'waiting';
    }
    if (!stay.guest) return 'waiting';
    if (stay.parting !== object) {
      stay.parting = object;
      stay.guest.farewell(object);
    }
    return stay.guest.idle ? 'told' : 'telling';
  }

  /** Ends what runs for an RSync; resolves when it has, and has given its Lease back. */
  async dismiss(key: string): Promise<void> {
    this.waiting.delete(key);
    this.end(key);
    this.fill();
    await Promise.all([...this.ending].filter(([, each]) => each === key).map(([stopped]) => stopped));
  }

  /** Ends everything; resolves when it has. */
  async dismissAll(): Promise<void> {
    this.waiting.clear();
    this.cancelTurn?.();
    this.cancelTurn = undefined;
    for (const key of [...this.stays.keys()]) this.end(key);
    await Promise.all(this.ending.keys());
  }

  private fill(): void {
    for (const [key, wanted] of this.waiting) {
      if (this.stays.size >= this.options.capacity) break;
      this.waiting.delete(key);
      this.begin(key, wanted);
    }
    if (this.waiting.size > 0) this.cancelTurn ??= this.options.clock.after(this.options.turnMs, () => this.turn());
  }

  /** Makes room for those that wait: whoever has been here for a turn and has nothing to do, or for six, waits in turn. */
  private turn(): void {
    this.cancelTurn = undefined;
    const { clock, turnMs } = this.options;
    let room = this.waiting.size;
    for (const [key, { wanted, guest, parting, since }] of [...this.stays]) {
      if (room === 0) break;
      const stayed = clock.now() - since;
      if (parting || stayed < (guest?.idle ? turnMs : busyTurns * turnMs)) continue;
      this.end(key);
      this.waiting.set(key, wanted);
      room--;
    }
    this.fill();
  }

  private begin(key: string, wanted: Wanted): void {
    const { invite, clock, log } = this.options;
    const since = clock.now();
    const stay: Stay = { wanted, hash: hashOfStay(wanted), since, guest: undefined, parting: undefined, over: false };
    this.stays.set(key, stay);
    const begun = async (): Promise<void> => {
      const guest = await invite(wanted);
      if (stay.over) return;
      stay.guest = guest;
      log.info({ event: 'hosting', owner: key }, 'the manager runs the notification process, for want of a pod');
      await guest.start();
    };
    begun().catch((error: unknown) => {
      const { code, message } = asControllerError(error, 'Unexpected', key);
      log.error({ event: 'failed', owner: key, code, err: message }, 'the manager cannot run the notification process');
      if (this.stays.get(key) === stay) this.stays.delete(key);
    });
  }

  private end(key: string): void {
    const stay = this.stays.get(key);
    if (!stay) return;
    this.stays.delete(key);
    stay.over = true;
    const stopped = Promise.resolve(stay.guest?.stop()).catch(() => undefined);
    this.ending.set(stopped, key);
    void stopped.finally(() => this.ending.delete(stopped));
  }
}

/** Turns of a process that has something to do: a receiver that is down must not keep others from being told. */
const busyTurns = 6;

/** Tells a process from one that would be told something else, or be about another RSync of the name. */
function hashOfStay(wanted: Wanted): string {
  return hashOf([containerOf(wanted), wanted.rsync.metadata.uid ?? '']);
}
