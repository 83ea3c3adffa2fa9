import { isPlainMap } from '../../engine/go/value.ts';
import { asControllerError, ControllerError, hasCode } from '../errors.ts';
import type { KubernetesClient } from './client.ts';
import { type Clock, sleep, systemClock } from './clock.ts';
import type { KubernetesObject, ObjectRef } from './object.ts';
import { leases } from './resource.ts';

export interface LeaderOptions {
  /** The Lease that one of all candidates holds. */
  readonly lease: ObjectRef;
  /** What tells this candidate from the others. */
  readonly identity: string;
  /** How long the others wait for a holder that is silent, default 15 000 ms. */
  readonly durationMs?: number | undefined;
  /** How long this one counts as leader without having renewed, default two thirds of durationMs. */
  readonly deadlineMs?: number | undefined;
  /** Time between tries, default 2 000 ms. */
  readonly retryMs?: number | undefined;
  readonly onChange: (leading: boolean) => void;
  readonly onError: (error: ControllerError) => void;
  readonly clock?: Clock | undefined;
  /** Milliseconds that only ever grow, also while the process is paused; default performance.now. */
  readonly monotonic?: (() => number) | undefined;
}

type Annotations = Readonly<Record<string, string>>;

interface Observed {
  readonly holder: string;
  readonly renewTime: string;
  readonly at: number;
}

/**
 * A candidate for a Lease, as client-go's leader election: it takes the Lease when nobody has it or its holder has not
 * renewed it for durationMs, or for what the holder asks if that is longer, by this candidate's own clock, and renews it from
 * then on. `leading` turns false by itself when a renewal is overdue, so that a process that was paused does not go on as leader.
 */
export class Leader {
  private readonly client: KubernetesClient;
  private readonly options: LeaderOptions & {
    readonly durationMs: number;
    readonly deadlineMs: number;
    readonly retryMs: number;
  };
  private readonly clock: Clock;
  private readonly monotonic: () => number;
  private readonly stopping = new AbortController();
  private readonly tried = Promise.withResolvers<void>();
  private running: Promise<void> | undefined;
  private observed: Observed | undefined;
  private renewedAt: number | undefined;
  private announced = false;
  private foundOwn: boolean | undefined;
  /** The Lease as it was last read or written. */
  private current: KubernetesObject | undefined;
  /** The call under way; one at a time, so that none is refused for another of our own. */
  private turn: Promise<unknown> = Promise.resolve();

  constructor(client: KubernetesClient, options: LeaderOptions) {
    this.client = client;
    const durationMs = options.durationMs ?? 15_000;
    const deadlineMs = options.deadlineMs ?? (durationMs * 2) / 3;
    this.options = { ...options, durationMs, deadlineMs, retryMs: options.retryMs ?? 2_000 };
    this.clock = options.clock ?? systemClock;
    this.monotonic = options.monotonic ?? (() => performance.now());
  }

  /** Whether the Lease has been looked at, whoever holds it. */
  get decided(): boolean {
    return this.renewedAt !== undefined || this.observed !== undefined;
  }

  /** Whether the Lease was this candidate's when it was first looked at, so that nobody else has led since it last did. */
  get resumed(): boolean {
    return this.foundOwn ?? false;
  }

  /** Whether another candidate holds the Lease. */
  get standby(): boolean {
    return !this.leading && this.observed !== undefined;
  }

  /** Whether this candidate may act as leader now. */
  get leading(): boolean {
    return this.renewedAt !== undefined && this.monotonic() - this.renewedAt < this.options.deadlineMs;
  }

  /** The annotations of the Lease when it was last looked at. */
  get annotations(): Annotations {
    return this.current?.metadata.annotations ?? {};
  }

  /**
   * Writes what `change` makes of the Lease's annotations, for whoever holds it next.
   * @throws {ControllerError} Conflict when another candidate holds it
   */
  async annotate(change: (annotations: Annotations) => Annotations): Promise<void> {
    await this.inTurn(async () => {
      for (let known = this.current; ; known = undefined) {
        const current = known ?? (await this.client.get(leases, this.options.lease, { timeoutMs: 5_000 }));
        if (specOf(current)['holderIdentity'] !== this.options.identity) throw this.lost();
        const metadata = { ...current.metadata, annotations: change(current.metadata.annotations ?? {}) };
        try {
          this.current = await this.client.update(leases, { metadata, spec: specOf(current) }, { timeoutMs: 5_000 });
          return;
        } catch (error) {
          if (!known || !hasCode(error, 'Conflict')) throw error;
        }
      }
    });
  }

  /** Resolves when the first try has ended, well or not, and `onChange` has been told; also when stopped before. */
  get attempted(): Promise<void> {
    return this.tried.promise;
  }

  /** Begins to try; a second call does nothing. */
  start(): this {
    this.running ??= this.run();
    return this;
  }

  /** Stops trying and gives the Lease back when held. Never rejects. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.tried.resolve();
    await this.running;
    if (this.leading) await this.release().catch((error: unknown) => this.report(error));
    this.renewedAt = undefined;
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      await this.inTurn(() => this.attempt(signal)).catch((error: unknown) => {
        if (!signal.aborted) this.report(error);
      });
      this.announce();
      this.tried.resolve();
      await sleep(this.clock, this.options.retryMs * (0.8 + this.clock.random() * 0.4), signal);
    }
  }

  private inTurn(call: () => Promise<void>): Promise<void> {
    const next = this.turn.then(call);
    this.turn = next.catch(() => undefined);
    return next;
  }

  private announce(): void {
    const { leading } = this;
    if (leading === this.announced || this.stopping.signal.aborted) return;
    this.announced = leading;
    this.options.onChange(leading);
  }

  private report(error: unknown): void {
    this.options.onError(asControllerError(error, 'Unexpected', `lease ${this.options.lease.name}`));
  }

  /** One try to take or renew the Lease. A Conflict means that another candidate was faster. */
  private async attempt(signal: AbortSignal): Promise<void> {
    const { lease, deadlineMs } = this.options;
    const call = { signal, timeoutMs: deadlineMs };
    const started = this.monotonic();
    try {
      const current = await this.client.get(leases, lease, call).catch((error: unknown) => {
        if (hasCode(error, 'NotFound')) return undefined;
        throw error;
      });
      this.current = current;
      this.foundOwn ??= current !== undefined && specOf(current)['holderIdentity'] === this.options.identity;
      if (current === undefined) this.current = await this.client.create(leases, this.renewed(undefined), call);
      else if (this.mayTake(current)) this.current = await this.client.update(leases, this.renewed(current), call);
      else {
        this.renewedAt = undefined;
        return;
      }
      this.renewedAt = started;
      this.observed = undefined;
    } catch (error) {
      if (!hasCode(error, 'Conflict', 'AlreadyExists')) throw error;
      this.renewedAt = undefined;
    }
  }

  /** Another candidate holds the Lease. */
  private lost(): ControllerError {
    this.renewedAt = undefined;
    this.announce();
    return new ControllerError('Conflict', `lease ${this.options.lease.name}`, 'lost');
  }

  private mayTake(current: KubernetesObject): boolean {
    const spec = specOf(current);
    const holder = textOf(spec['holderIdentity']);
    const renewTime = textOf(spec['renewTime']);
    if (holder === this.options.identity || holder === '') return true;
    if (this.observed?.holder !== holder || this.observed.renewTime !== renewTime) {
      this.observed = { holder, renewTime, at: this.monotonic() };
      return false;
    }
    const holderMs = Number(spec['leaseDurationSeconds'] ?? 0) * 1000;
    return this.monotonic() - this.observed.at >= Math.max(this.options.durationMs, holderMs);
  }

  /** The Lease with this candidate as its holder. */
  private renewed(current: KubernetesObject | undefined): object {
    const { lease, identity, durationMs } = this.options;
    const spec = current ? specOf(current) : {};
    const now = `${new Date(this.clock.now()).toISOString().slice(0, -1)}000Z`;
    const kept = spec['holderIdentity'] === identity;
    return {
      metadata: current?.metadata ?? lease,
      spec: {
        holderIdentity: identity,
        leaseDurationSeconds: Math.max(1, Math.round(durationMs / 1000)),
        acquireTime: kept ? spec['acquireTime'] : now,
        renewTime: now,
        leaseTransitions: Number(spec['leaseTransitions'] ?? 0) + (kept || current === undefined ? 0 : 1),
      },
    };
  }

  private async release(): Promise<void> {
    const { lease, identity } = this.options;
    const current = await this.client.get(leases, lease, { timeoutMs: 5_000 });
    const spec = specOf(current);
    if (spec['holderIdentity'] !== identity) return;
    await this.client.update(
      leases,
      { metadata: current.metadata, spec: { ...spec, holderIdentity: '', leaseDurationSeconds: 1 } },
      { timeoutMs: 5_000 },
    );
  }
}

function specOf(lease: KubernetesObject): Record<string, unknown> {
  return isPlainMap(lease['spec']) ? lease['spec'] : {};
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
