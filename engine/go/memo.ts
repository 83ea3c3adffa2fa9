type Outcome<T> = { readonly value: T } | { readonly error: unknown };

/** The outcomes of a pure function of a text, the latest `capacity` distinct texts remembered. Errors are remembered too. */
export class Memo<T> {
  private readonly make: (text: string) => T;
  private readonly capacity: number;
  private readonly outcomes = new Map<string, Outcome<T>>();

  constructor(make: (text: string) => T, capacity: number) {
    this.make = make;
    this.capacity = capacity;
  }

  /** What the function returns for `text`. @throws what it throws */
  get(text: string): T {
    const outcome = this.outcomes.get(text) ?? this.add(text);
    if ('error' in outcome) throw outcome.error;
    return outcome.value;
  }

  private add(text: string): Outcome<T> {
    const outcome = this.evaluate(text);
    if (this.outcomes.size >= this.capacity) {
      const oldest = this.outcomes.keys().next();
      if (!oldest.done) this.outcomes.delete(oldest.value);
    }
    this.outcomes.set(text, outcome);
    return outcome;
  }

  private evaluate(text: string): Outcome<T> {
    try {
      return { value: this.make(text) };
    } catch (error) {
      return { error };
    }
  }
}
