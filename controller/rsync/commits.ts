import type { CommitMetadata } from '../../engine/app-details.ts';
import { zeroTime } from '../../engine/go/time/index.ts';
import { asControllerError, ControllerError } from '../errors.ts';
import { type KubernetesObject, keyOf } from '../kubernetes/index.ts';
import type { Log } from '../log.ts';
import type { Warning } from '../notification/evaluate.ts';
import { sourceKindOf } from './app/source.ts';
import { readCommitMetadata } from './git/metadata.ts';

const maxCommits = 100;
/** Characters of the longest message that is remembered; the others are read again. */
const maxMessage = 1 << 16;
const maxWarned = 1_000;

/** A commit of which nothing is known. */
const unknown: CommitMetadata = { message: '', author: '', date: zeroTime, tags: [] };

/**
 * `repo.GetCommitMetadata`: the commits of the repository that the reconciler keeps, the last hundred remembered. What cannot be
 * found is empty, where Argo CD's evaluation fails, and a warning.
 */
export class Commits {
  private readonly root: string;
  private readonly log: Log;
  private readonly known = new Map<string, CommitMetadata>();
  /** Why the last look-up for an RSync found nothing. */
  private readonly warned = new Map<string, string>();

  /** @param root the directory that a reconciler keeps its repository in */
  constructor(root: string, log: Log) {
    this.root = root;
    this.log = log;
  }

  /** What a commit says of itself, nothing but zero values when it cannot be found; never rejects. */
  async metadata(rsync: KubernetesObject, revision: string): Promise<CommitMetadata> {
    const key = keyOf(rsync.metadata);
    try {
      const found = await this.find(rsync, revision);
      this.warned.delete(key);
      return found;
    } catch (error) {
      this.warn(key, asControllerError(error, 'BadRepository', `commit ${revision}`).message);
      return unknown;
    }
  }

  /** What to say about the last look-up for an RSync. */
  warningsOf({ metadata }: KubernetesObject): Warning[] {
    const message = this.warned.get(keyOf(metadata));
    return message === undefined ? [] : [{ errorMessage: `repo.GetCommitMetadata: ${message}` }];
  }

  private async find(rsync: KubernetesObject, revision: string): Promise<CommitMetadata> {
    const kind = sourceKindOf(rsync);
    if (kind !== 'git')
      throw new ControllerError('NotFound', `revision ${revision}`, `a source of ${kind} has no commits`);
    const known = this.known.get(revision);
    if (known) return known;
    const found = await readCommitMetadata(this.root, revision);
    if (found.message.length <= maxMessage) {
      bound(this.known, maxCommits);
      this.known.set(revision, found);
    }
    return found;
  }

  private warn(key: string, message: string): void {
    const before = this.warned.get(key);
    bound(this.warned, maxWarned);
    this.warned.set(key, message);
    if (before !== message)
      this.log.warn({ event: 'commit', resource: key, err: message }, 'commit metadata is missing');
  }
}

/** Makes room for one more in a map of at most `capacity`. */
function bound(map: Map<string, unknown>, capacity: number): void {
  if (map.size < capacity) return;
  const oldest = map.keys().next();
  if (!oldest.done) map.delete(oldest.value);
}
