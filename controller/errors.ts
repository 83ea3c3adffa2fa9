/**
 * What the controller reports when something outside the engine fails. `code` is the API server's reason (`NotFound`, `Conflict`,
 * `Gone`, `Expired`, `Forbidden`, …) or one of ours: `Timeout`, `Aborted`, `Unreachable`, `Disconnected`, `Silent`, `BadResponse`,
 * `TooLarge`, `InvalidConfig`. `place` says where, e.g. `GET configmaps team-a/notifications`. `message` has both.
 */
export class ControllerError extends Error {
  override readonly name: string = 'ControllerError';
  readonly code: string;
  readonly place: string;
  /** HTTP status, when a server answered. */
  readonly status: number | undefined;
  /** How long the server asked to wait, in milliseconds. */
  readonly retryAfterMs: number | undefined;

  constructor(
    code: string,
    place: string,
    text: string,
    options: { cause?: unknown; status?: number | undefined; retryAfterMs?: number | undefined } = {},
  ) {
    super(`${place}: ${text}`, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.place = place;
    this.status = options.status;
    this.retryAfterMs = options.retryAfterMs;
  }
}

/** Whether `error` is a ControllerError with one of `codes`. */
export function hasCode(error: unknown, ...codes: readonly string[]): error is ControllerError {
  return error instanceof ControllerError && codes.includes(error.code);
}

/** The error itself when it is a ControllerError, else one that has it as its cause. */
export function asControllerError(error: unknown, code: string, place: string): ControllerError {
  if (error instanceof ControllerError) return error;
  return new ControllerError(code, place, error instanceof Error ? error.message : String(error), { cause: error });
}
