import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import type { ImageConfig } from './dockerfile.ts';

/** Makes the folder $0 the root, read-only, with /proc and /dev, and runs the rest as the user $1. */
const enter = `mount --bind "$0" "$0" && mount -o remount,bind,ro "$0" && mount -t proc proc "$0/proc" &&
mount --bind /dev "$0/dev" && user=$1 && shift && root=$0 && exec chroot --userspec="$user" "$root" "$@"`;

/** Why nothing can be contained here; undefined when it can. */
export function cannotContain(): string | undefined {
  const done = spawnSync('unshare', ['--mount', 'true']);
  return done.status === 0 ? undefined : 'a root file system of its own needs Linux, root and unshare';
}

/** A program in the image's root file system, as its user, which can write nothing. */
export function contained(folder: string, image: ImageConfig, args: readonly string[]): ChildProcess {
  const command = [image.command[0] as string, ...args];
  return spawn('unshare', ['--mount', 'sh', '-c', enter, folder, image.user, ...command], {
    env: image.env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}
