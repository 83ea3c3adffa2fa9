import { ControllerError } from '../../errors.ts';

/** The largest object that is read, inflated or not, and the most that one object may take to put together, in bytes. */
export const maxObject = 4 << 20;
export const maxChain = 16 << 20;

/** An error about a repository that is not as Git writes one, or beyond what is read of one. */
export function unreadable(place: string, text: string, cause?: unknown): ControllerError {
  return new ControllerError('BadRepository', place, text, { cause });
}

/** Whether the file system says that there is nothing of the name. */
export function isAbsent(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}

/** What `work` gives, undefined when a file it needs does not exist. */
export async function unlessAbsent<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
}
