import { ControllerError } from '../controller/errors.ts';
import { EngineError, formatPlace } from '../engine/errors.ts';
import { CliError } from './errors.ts';
import { type Failure, messageOfFailure } from './failure.ts';

/**
 * What people should read of an error: its message as upstream has it, then on lines of their own a hint, the place, and the line
 * there with a caret.
 */
export function errorText(error: Failure): string {
  return [messageOfFailure(error), ...detailsOf(error)].join('\n');
}

/** What there is beyond the message, of the error or of what it was caused by. */
function detailsOf(error: unknown): string[] {
  if (error instanceof CliError) {
    const own = error.detail === undefined ? [] : [error.detail];
    return [...own, ...detailsOf(error.cause)];
  }
  if (error instanceof ControllerError) return error.code === 'Usage' ? [] : [`  at ${error.place}`];
  if (!(error instanceof EngineError)) return [];
  const { place, hint, excerpt } = error;
  return [
    ...(hint === undefined ? [] : [`  (${hint})`]),
    ...(place ? [`  at ${formatPlace(place)}`] : []),
    ...(excerpt === undefined ? [] : [excerpt]),
  ];
}
