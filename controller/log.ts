import { pino } from 'pino';
import type { Log as ServiceLog } from '../engine/services/service.ts';

/** A logger of one line a message; `fields` come first, as pino has it. */
export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** How long a line waits for others at most, in milliseconds, and how many characters are written at once. */
const waitMs = 50;
const enough = 16_000;

/**
 * A logger of JSON lines to standard output, with `level` as a word and `time` in RFC 3339. Lines are written a few at a time,
 * since each write costs more than what it says, and when the process exits.
 */
export function createLog(level: string, bindings: Readonly<Record<string, string>> = {}): Log {
  const options = {
    level,
    base: bindings,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
  };
  const output = pino.destination({ sync: false, minLength: enough });
  let waiting = false;
  const flush = () => {
    waiting = false;
    output.flush();
  };
  const write = (line: string) => {
    output.write(line);
    if (waiting) return;
    waiting = true;
    setTimeout(flush, waitMs).unref();
  };
  return pino(options, { write });
}

/** A logger that says nothing. */
export const silentLog: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/** A log for services, which know no fields. */
export function serviceLog(log: Log): ServiceLog {
  const at = (level: keyof Log) => (message: string) => log[level]({ event: 'service' }, message);
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}
