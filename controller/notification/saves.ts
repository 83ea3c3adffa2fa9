import { asControllerError, hasCode } from '../errors.ts';
import { idOf, type KubernetesObject, keyOf } from '../kubernetes/index.ts';
import type { Log } from '../log.ts';
import { Lane } from './lane.ts';
import type { LastWords } from './last-words.ts';
import type { Ledger } from './ledger.ts';
import type { StateStore } from './state.ts';

export interface SavesOptions {
  readonly state: Pick<StateStore, 'isJournaled' | 'isUnsaved' | 'persist'>;
  /** Where another process finds what is not saved. */
  readonly ledger?: Pick<Ledger, 'isFull' | 'room'> | undefined;
  /** Takes down that something was sent about an object which is gone and cannot carry its state any more. */
  readonly lastWords?: Pick<LastWords, 'note'> | undefined;
  /** Whether messages wait to be sent. */
  readonly isCrowded: () => boolean;
  /** Told when an object's state has been written; what could not be stays in memory. */
  readonly onSaved: (object: KubernetesObject, failed: boolean) => void;
  readonly log: Log;
}

/** Saves what was accepted a few objects at a time, those of one object together, and says how far messages may run ahead of that. */
export class Saves {
  private readonly options: SavesOptions;
  private readonly lane = new Lane(() => this.width);
  private readonly unsaved = new Set<Promise<void>>();

  constructor(options: SavesOptions) {
    this.options = options;
  }

  /** How many are not saved. */
  get size(): number {
    return this.unsaved.size;
  }

  /** Whether more is unsaved than is being written. */
  get isBehind(): boolean {
    return this.size > ahead;
  }

  /** Queues the state of an object, in which the key was marked; resolves when the next message may go. */
  async add(object: KubernetesObject, key: string, seconds: number): Promise<void> {
    const { state, ledger } = this.options;
    const saved = new Promise<void>((resolve) => {
      this.lane.add(idOf(object), () => this.save(object, key, seconds).finally(resolve));
    }).finally(() => this.unsaved.delete(saved));
    this.unsaved.add(saved);
    if (!state.isJournaled) return saved;
    if (this.isBehind) await Promise.race([saved, ...(ledger ? [ledger.room()] : [])]);
  }

  /** Takes down, in place of its state, that something was sent about an object that is gone. */
  async noteLast(object: KubernetesObject, key: string, seconds: number): Promise<void> {
    await this.options.lastWords?.note(object, key, seconds).catch((error: unknown) => {
      const { code, message } = errorOf(object, error);
      const text = 'what was sent about an object that is gone could not be noted';
      this.options.log.debug({ code, err: message }, text);
    });
  }

  /** Resolves when all is saved. */
  async all(): Promise<void> {
    await Promise.all(this.unsaved);
  }

  /** How many states are written at once: fewer while messages can go on meanwhile. */
  private get width(): number {
    const { state, ledger, isCrowded } = this.options;
    return ledger && !ledger.isFull && state.isJournaled && isCrowded() ? 2 : 4;
  }

  private async save(object: KubernetesObject, key: string, seconds: number): Promise<void> {
    const { state, log, onSaved } = this.options;
    let [gone, failed] = [false, false];
    try {
      await state.persist(object);
      gone = state.isUnsaved(object, key);
    } catch (error) {
      const text = 'the notification state could not be saved and is kept in memory';
      log.warn({ event: 'unsaved', resource: keyOf(object.metadata), err: errorOf(object, error).message }, text);
      gone = hasCode(error, 'NotFound');
      failed = true;
    }
    if (gone) await this.noteLast(object, key, seconds);
    onSaved(object, failed);
  }
}

function errorOf({ metadata }: KubernetesObject, error: unknown) {
  return asControllerError(error, 'BadResponse', `resource ${keyOf(metadata)}`);
}

/** How much that is accepted may be unsaved, whoever would know of it. */
const ahead = 4;
