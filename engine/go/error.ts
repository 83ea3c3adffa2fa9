/**
 * A Go error or panic raised by a function of Go's library or by a host function. `message` is Go's text.
 * `panic` tells the two apart where a caller words them differently.
 */
export class GoError extends Error {
  override readonly name: string = 'GoError';
  readonly panic: boolean;

  constructor(message: string, options: { panic?: boolean; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.panic = options.panic ?? false;
  }
}

/** A GoError for what Go reports by panicking, e.g. `runtime error: integer divide by zero`. */
export function panic(message: string): GoError {
  return new GoError(message, { panic: true });
}
