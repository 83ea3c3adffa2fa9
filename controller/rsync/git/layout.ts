import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { unlessAbsent, unreadable } from './bounds.ts';
import { readWhole } from './files.ts';

/** Where a repository keeps what. */
export interface Layout {
  /** The directory with `refs` and `packed-refs`, which worktrees share. */
  readonly common: string;
  /** Directories of objects: its own, and those that it borrows from. */
  readonly objects: readonly string[];
  /** Bytes of an object's id: 20, or 32 in a repository of SHA-256. */
  readonly idBytes: number;
}

const maxText = 1 << 20;
const maxAlternates = 16;

/**
 * The layout of the repository that a directory is, or is a worktree of; undefined when it is none.
 * @throws {ControllerError} `BadRepository`
 */
export async function layoutOf(directory: string): Promise<Layout | undefined> {
  const git = (await gitDirectory(join(directory, '.git'))) ?? (await gitDirectory(directory));
  if (git === undefined) return undefined;
  const shared = await textOf(join(git, 'commondir'));
  const common = shared === undefined ? git : resolve(git, shared.trim());
  const config = (await textOf(join(common, 'config'))) ?? '';
  return {
    common,
    objects: await objectDirectories(join(common, 'objects')),
    idBytes: /^\s*objectformat\s*=\s*"?sha256/im.test(config) ? 32 : 20,
  };
}

/** The directory that holds a repository at `path`, which may be a file that says where it is. */
async function gitDirectory(path: string): Promise<string | undefined> {
  const found = await unlessAbsent(stat(path));
  if (found?.isDirectory()) return (await unlessAbsent(stat(join(path, 'HEAD')))) && path;
  if (!found?.isFile()) return undefined;
  const text = (await readWhole(path, maxText)).toString();
  const target = /^gitdir: *(.+)/.exec(text)?.[1];
  if (target === undefined) throw unreadable(path, 'does not say where the repository is');
  return resolve(join(path, '..'), target.trimEnd());
}

/** A directory of objects and all that it borrows from, each once. */
async function objectDirectories(own: string): Promise<string[]> {
  const all = [own];
  for (let i = 0; i < all.length && i < maxAlternates; i++) {
    const directory = all[i] as string;
    const text = (await textOf(join(directory, 'info/alternates'))) ?? '';
    for (const line of text.split('\n')) {
      const path = resolve(directory, line);
      if (line !== '' && !line.startsWith('#') && !all.includes(path)) all.push(path);
    }
  }
  return all;
}

async function textOf(path: string): Promise<string | undefined> {
  return (await unlessAbsent(readWhole(path, maxText)))?.toString();
}
