import { join } from 'node:path';
import type { CommitMetadata } from '../../../engine/app-details.ts';
import { ControllerError } from '../../errors.ts';
import { withDeadline } from '../../kubernetes/abort.ts';
import { isAbsent } from './bounds.ts';
import { parseCommit } from './commit.ts';
import { layoutOf } from './layout.ts';
import { Objects } from './objects.ts';
import { tagsAt } from './tags.ts';

const timeoutMs = 5_000;

/** Where under its root a reconciler has the repository: git-sync's own, what it has checked out, or the root itself. */
const places = ['source', 'source/rev', '.'];

/**
 * What the repository below `root` tells of a commit, read from its files.
 * @param revision a commit's id, or its first seven digits and more
 * @throws {ControllerError} `NotFound`, `BadRepository`, `Timeout` after 5 s
 */
export async function readCommitMetadata(root: string, revision: string): Promise<CommitMetadata> {
  if (!/^[0-9a-f]{7,64}$/i.test(revision))
    throw new ControllerError('NotFound', `revision '${revision}'`, 'not a commit');
  const place = `commit ${revision}`;
  return await withDeadline({ timeoutMs, place }, async (signal) => {
    try {
      return await lookUp(root, revision.toLowerCase(), signal);
    } catch (error) {
      if (isAbsent(error)) return await lookUp(root, revision.toLowerCase(), signal);
      throw error;
    }
  });
}

async function lookUp(root: string, revision: string, signal: AbortSignal): Promise<CommitMetadata> {
  for (const place of places) {
    const layout = await layoutOf(join(root, place));
    if (!layout) continue;
    const objects = new Objects(layout, signal);
    const id = await objects.resolve(revision);
    const object = id === undefined ? undefined : await objects.read(id);
    if (id === undefined || object?.type !== 'commit') {
      const found = object ? `it is a ${object.type}` : `not in the repository at ${root}`;
      throw new ControllerError('NotFound', `commit ${revision}`, found);
    }
    return { ...parseCommit(object.body), tags: await tagsAt(layout.common, id, objects, signal) };
  }
  throw new ControllerError('NotFound', `commit ${revision}`, `there is no Git repository at ${root}`);
}
