import { randomBytes } from 'node:crypto';
import { byteLength, byteSlice, toValid } from '../../engine/go/utf8.ts';
import { asControllerError, ControllerError, hasCode } from '../errors.ts';
import type { KubernetesClient } from './client.ts';
import { type Clock, systemClock } from './clock.ts';
import type { KubernetesObject } from './object.ts';
import { coreEvents } from './resource.ts';

export interface EventRecorderOptions {
  /** `source.component`, e.g. `notification`. */
  readonly component: string;
  /** `source.host` and the instance, e.g. the pod's name. */
  readonly instance?: string | undefined;
  /** Events at once, default 25; one more every refillMs. */
  readonly burst?: number | undefined;
  /** Default 10 000 ms. */
  readonly refillMs?: number | undefined;
  /** Deadline of one write, default 10 000 ms. */
  readonly timeoutMs?: number | undefined;
  /** An event that could not be written, or was dropped (code `RateLimited`). */
  readonly onError?: ((error: ControllerError) => void) | undefined;
  readonly clock?: Clock | undefined;
}

export interface EventText {
  readonly type: 'Normal' | 'Warning';
  /** UpperCamelCase, at most 128 bytes are kept. */
  readonly reason: string;
  /** At most 1024 bytes are kept. */
  readonly message: string;
}

/** Writes core/v1 Events about objects. Identical ones raise `count` of the first; what is too much is dropped. Never throws. */
export class EventRecorder {
  private readonly client: KubernetesClient;
  private readonly options: EventRecorderOptions;
  private readonly clock: Clock;
  private readonly recent = new Map<string, Recent>();
  private last: Promise<void> = Promise.resolve();
  private readonly stopping = new AbortController();
  private tokens: number;
  private refilledAt: number;

  constructor(client: KubernetesClient, options: EventRecorderOptions) {
    this.client = client;
    this.options = options;
    this.clock = options.clock ?? systemClock;
    this.tokens = options.burst ?? 25;
    this.refilledAt = this.clock.now();
  }

  /** Records in the background, one after the other. */
  record(object: KubernetesObject, text: EventText): void {
    if (this.stopping.signal.aborted) return;
    if (!this.take()) {
      this.report(new ControllerError('RateLimited', 'events', `dropped ${text.reason}`));
      return;
    }
    this.last = this.last
      .then(() => this.write(object, text))
      .catch((error: unknown) => this.report(asControllerError(error, 'Unexpected', 'events')));
  }

  /** Resolves when what was recorded is written or given up. */
  async flush(): Promise<void> {
    await this.last;
  }

  /** Gives up what is under way and records nothing more. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.flush();
  }

  private async write(object: KubernetesObject, text: EventText): Promise<void> {
    const reason = bounded(text.reason, 128);
    const message = bounded(text.message, 1024);
    const key = JSON.stringify([
      object.metadata.uid,
      object.kind,
      object.metadata.namespace,
      object.metadata.name,
      text.type,
      reason,
      message,
    ]);
    const known = this.recent.get(key);
    const options = { signal: this.stopping.signal, timeoutMs: this.options.timeoutMs ?? 10_000 };
    if (known !== undefined) {
      known.count++;
      const patch = { count: known.count, lastTimestamp: timestamp() };
      try {
        await this.client.mergePatch(coreEvents, known, patch, options);
        return;
      } catch (error) {
        if (!hasCode(error, 'NotFound')) throw error;
      }
    }
    const event = this.eventOf(object, { ...text, reason, message });
    this.remember(key, { ...event.metadata, count: 1 });
    try {
      await this.client.create(coreEvents, event, options);
    } catch (error) {
      this.recent.delete(key);
      throw error;
    }
  }

  private eventOf({ apiVersion, kind, metadata }: KubernetesObject, { type, reason, message }: EventText) {
    const { name, uid, resourceVersion, namespace = 'default' } = metadata;
    const { component, instance } = this.options;
    const at = timestamp();
    return {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name: `${name.slice(0, 230)}.${randomBytes(8).toString('hex')}`, namespace },
      involvedObject: { apiVersion, kind, namespace: metadata.namespace, name, uid, resourceVersion },
      type,
      reason,
      message,
      count: 1,
      firstTimestamp: at,
      lastTimestamp: at,
      source: { component, host: instance },
      reportingComponent: component,
      reportingInstance: instance ?? '',
    };
  }

  private remember(key: string, value: Recent): void {
    this.recent.delete(key);
    this.recent.set(key, value);
    const oldest = this.recent.keys().next();
    if (this.recent.size > maxRecent && !oldest.done) this.recent.delete(oldest.value);
  }

  private take(): boolean {
    const refillMs = this.options.refillMs ?? 10_000;
    const refills = Math.floor((this.clock.now() - this.refilledAt) / refillMs);
    this.refilledAt += refills * refillMs;
    this.tokens = Math.min(this.options.burst ?? 25, this.tokens + refills);
    if (this.tokens < 1) return false;
    this.tokens--;
    return true;
  }

  private report(error: ControllerError): void {
    try {
      this.options.onError?.(error);
    } catch {
      // Recording never throws.
    }
  }
}

interface Recent {
  readonly name: string;
  readonly namespace: string;
  count: number;
}

const maxRecent = 100;

function timestamp(): string {
  return `${new Date().toISOString().slice(0, 19)}Z`;
}

function bounded(text: string, bytes: number): string {
  const valid = toValid(text);
  if (byteLength(valid) <= bytes) return valid;
  return `${byteSlice(valid, 0, bytes - 3).replace(/[\udc80-\udcff]+$/, '')}…`;
}
