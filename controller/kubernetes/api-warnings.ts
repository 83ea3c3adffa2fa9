import type { ControllerError } from '../errors.ts';
import type { Log } from '../log.ts';

/** Logs what the API server does not answer as expected; what repeats only once. */
export class ApiWarnings {
  private readonly log: Log;
  private last = '';

  constructor(log: Log) {
    this.log = log;
  }

  warn(error: ControllerError): void {
    const level = error.message === this.last ? 'debug' : 'warn';
    this.last = error.message;
    this.log[level](
      { event: 'api', code: error.code, err: error.message },
      'the API server does not answer as expected',
    );
  }
}
