/** A template and what Go's sprig 3.3.0 gives for it: its output, or `! ` and the message of its error. */
export type SprigCase = readonly [source: string, outcome: string];
