import type { Log } from '../controller/log.ts';
import type { Io } from './io.ts';

/** The controller's log for people: warnings and errors, on standard error. */
export function logOf({ stderr }: Io): Log {
  const at = (level: string) => (fields: object, message: string) => {
    const { err } = fields as { readonly err?: string };
    stderr.write(`${level}: ${message}${err === undefined ? '' : `: ${err}`}\n`);
  };
  return { debug: () => undefined, info: () => undefined, warn: at('warning'), error: at('error') };
}
