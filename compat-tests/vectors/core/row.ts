/** One vector: what the Go engine gave, and what is given here, as data to compare. */
export interface CoreRow {
  /** Where it stands in its file, e.g. `parse/1`. */
  readonly id: string;
  readonly source: string;
  readonly want: unknown;
  readonly got: unknown;
}

/** The rows of a file of vectors. */
export type CoreRows = (data: never, files: CoreFiles) => Iterable<CoreRow>;

/** Another file of the same folder, decoded. */
export type CoreFiles = (name: string) => unknown;

/** The rows of a list of vectors, by their places in it. */
export function* rowsOf<V>(
  name: string,
  vectors: readonly V[],
  row: (vector: V) => { source: unknown; want: unknown; got: unknown },
): Generator<CoreRow> {
  for (const [index, vector] of vectors.entries()) {
    const { source, want, got } = row(vector);
    yield { id: `${name}/${index}`, source: typeof source === 'string' ? source : JSON.stringify(source), want, got };
  }
}

/** What `run` gives, or the message of what it throws. */
export function resultOf<T>(run: () => T): { value: T } | { error: string } {
  try {
    return { value: run() };
  } catch (error) {
    return { error: (error as Error).message };
  }
}
