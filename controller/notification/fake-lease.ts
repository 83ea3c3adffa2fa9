import { ControllerError } from '../errors.ts';

type Annotations = Readonly<Record<string, string>>;

/** The annotations of a Lease, for tests. */
export class FakeLease {
  annotations: Annotations;
  /** Times it was written. */
  writes = 0;
  /** What answers a write, when it is not accepted at once. */
  answer: (() => Promise<void>) | undefined;

  constructor(annotations: Annotations = {}) {
    this.annotations = annotations;
  }

  async annotate(change: (annotations: Annotations) => Annotations): Promise<void> {
    const changed = change(this.annotations);
    await this.answer?.();
    this.annotations = changed;
    this.writes++;
  }

  /** Refuses every write from now on. */
  refuse(): void {
    this.answer = async () => {
      throw new ControllerError('Forbidden', 'lease l', 'no');
    };
  }
}
