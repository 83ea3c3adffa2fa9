import { pino } from 'pino';

/** A logger of one line a message; `fields` come first, as pino has it. */
export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** A logger of JSON lines to standard output, written beside the work and when the process exits, with `level` as a word and `time` in RFC 3339. */
export function createLog(level: string, bindings: Readonly<Record<string, string>> = {}): Log {
  const options = {
    level,
    base: bindings,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
  };
  return pino(options, pino.destination({ sync: false }));
}

/** A logger that says nothing. */
export const silentLog: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};
