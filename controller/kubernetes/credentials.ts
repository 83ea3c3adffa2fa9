import { readFileSync } from 'node:fs';
import { ControllerError } from '../errors.ts';
import type { Connection, Credentials } from './connection.ts';

const rereadMs = 60_000;

/**
 * The credentials part of a Connection: loaded at most once a minute, so that rotated files are noticed, and after a 401,
 * when `refused` is true.
 */
export function cached(load: (refused: boolean) => Promise<Credentials>): Pick<Connection, 'credentials' | 'refresh'> {
  let current: Promise<Credentials> | undefined;
  let loadedAt = 0;
  let refused = false;
  return {
    refresh() {
      current = undefined;
      refused = true;
    },
    credentials() {
      const now = performance.now();
      if (current === undefined || now - loadedAt > rereadMs) {
        loadedAt = now;
        const loading = load(refused);
        refused = false;
        loading.catch(() => {
          if (current === loading) current = undefined;
        });
        current = loading;
      }
      return current;
    },
  };
}

/** The bytes of a file of the configuration. Throws InvalidConfig. */
export function readConfigFile(file: string, place: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new ControllerError('InvalidConfig', place, error instanceof Error ? error.message : String(error), {
      cause: error,
    });
  }
}

/** The Authorization header of a token, without the white space around it that token files have. */
export function bearer(token: string): Record<string, string> {
  return { Authorization: `Bearer ${token.trim()}` };
}
