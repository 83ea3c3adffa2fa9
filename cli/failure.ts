import { ControllerError } from '../controller/errors.ts';
import { EngineError } from '../engine/errors.ts';
import { CliError } from './errors.ts';

/** What the command line, the controller or the engine report: anything else is a defect. */
export type Failure = CliError | ControllerError | EngineError;

export function isFailure(error: unknown): error is Failure {
  return error instanceof CliError || error instanceof ControllerError || error instanceof EngineError;
}

/** The message of a failure; where it happened is told apart. */
export function messageOfFailure(error: Failure): string {
  const { message } = error;
  if (!(error instanceof ControllerError) || error.code === 'Usage') return message;
  const prefix = `${error.place}: `;
  return message.startsWith(prefix) ? message.slice(prefix.length) : message;
}

/** What `work` gives; a failure has `prefix` in front of its message. @throws {CliError} */
export async function saying<T>(prefix: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isFailure(error)) throw error;
    const code = error instanceof CliError || error.code === 'Usage' ? (error.code as CliError['code']) : 'Failed';
    throw new CliError(code, `${prefix}${messageOfFailure(error)}`, { cause: error });
  }
}
