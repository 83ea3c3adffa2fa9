/**
 * What the command line reports by itself: `Usage` for a command line that does not fit, `NotFound`, `InvalidFile` and `Failed`
 * for the rest. `message` has upstream's text where upstream has one; `detail` is what we say beyond it, on lines of its own.
 */
export class CliError extends Error {
  override readonly name: string = 'CliError';
  readonly code: CliErrorCode;
  readonly detail: string | undefined;

  constructor(code: CliErrorCode, message: string, options: { cause?: unknown; detail?: string | undefined } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.detail = options.detail;
  }
}

export type CliErrorCode = 'Usage' | 'NotFound' | 'InvalidFile' | 'Failed';
