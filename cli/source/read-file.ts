import { CliError } from '../errors.ts';
import type { Io } from '../io.ts';

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or directory',
  EACCES: 'permission denied',
  EISDIR: 'is a directory',
  ENOTDIR: 'not a directory',
};

/** The text of a file, or with `-` of standard input. @throws {CliError} `NotFound` with Go's text */
export async function readText(io: Io, path: string): Promise<string> {
  if (path === '-') return await io.stdin();
  try {
    return io.files.read(path);
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    const doing = code === 'EISDIR' ? 'read' : 'open';
    const reason = Object.hasOwn(reasons, code) ? reasons[code] : message;
    throw new CliError('NotFound', `${doing} ${path}: ${reason}`, { cause: error });
  }
}
