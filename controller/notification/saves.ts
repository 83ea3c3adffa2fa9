import { Lane } from './lane.ts';
import type { Ledger } from './ledger.ts';

export interface SavesOptions {
  /** Whether what is accepted survives a crash of this process before it is saved. */
  readonly isJournaled: () => boolean;
  /** Where another process finds what is not saved. */
  readonly ledger?: Pick<Ledger, 'room' | 'isFull'> | undefined;
  /** Whether messages wait to be sent. */
  readonly isCrowded: () => boolean;
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

  /** How many states are written at once: fewer while messages can go on meanwhile. */
  private get width(): number {
    const { isJournaled, ledger, isCrowded } = this.options;
    return ledger && !ledger.isFull && isJournaled() && isCrowded() ? 2 : 4;
  }

  /** Queues a save, which reports its own errors; resolves when the next message may go. */
  async add(object: string, save: () => Promise<void>): Promise<void> {
    const saved = new Promise<void>((resolve) => {
      this.lane.add(object, () => save().finally(resolve));
    }).finally(() => this.unsaved.delete(saved));
    this.unsaved.add(saved);
    if (!this.options.isJournaled()) return saved;
    if (this.size <= ahead) return;
    await Promise.race([saved, ...(this.options.ledger ? [this.options.ledger.room()] : [])]);
  }

  /** Resolves when all is saved. */
  async all(): Promise<void> {
    await Promise.all(this.unsaved);
  }
}

/** How much that is accepted may be unsaved, whoever would know of it. */
const ahead = 4;
