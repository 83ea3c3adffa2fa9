import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Whether there is a Git to make repositories with. */
export const hasGit = spawnSync('git', ['--version']).status === 0;

const identity = { NAME: 'Ann Author', EMAIL: 'ann@example.com' };
const env = {
  PATH: process.env['PATH'],
  TZ: 'UTC',
  HOME: '/nonexistent',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_AUTHOR_NAME: identity.NAME,
  GIT_AUTHOR_EMAIL: identity.EMAIL,
  GIT_COMMITTER_NAME: 'Carl Committer',
  GIT_COMMITTER_EMAIL: 'carl@example.com',
  GIT_COMMITTER_DATE: '1700000001 +0000',
};

/** A directory for repositories, which `done` removes. */
export class GitWorld {
  readonly root = mkdtempSync(join(tmpdir(), 'repository-'));
  private authored = 1_700_000_000;

  done(): void {
    rmSync(this.root, { recursive: true, force: true });
  }

  /** What a Git command in a directory of the world writes, without the newline at its end. @throws {Error} when it fails */
  git(directory: string, args: readonly string[], input: string | Buffer = ''): string {
    const authored = { GIT_AUTHOR_DATE: `${this.authored} +0230` };
    const cwd = join(this.root, directory);
    const { status, stdout, stderr } = spawnSync('git', args, { cwd, input, env: { ...env, ...authored } });
    if (status !== 0) throw new Error(`git ${args.join(' ')}: ${stderr.toString()}`);
    return stdout.toString().replace(/\n$/, '');
  }

  /** A new repository, with a commit for each message. */
  init(directory: string, messages: readonly string[] = [], options: readonly string[] = []): void {
    this.git('.', ['init', '-q', '-b', 'main', ...options, directory]);
    for (const message of messages) this.commit(directory, message);
  }

  /** The id of a new commit without a change. */
  commit(directory: string, message: string): string {
    this.authored += 60;
    this.git(directory, ['commit', '-q', '--allow-empty', '--cleanup=verbatim', '-F', '-'], message);
    return this.git(directory, ['rev-parse', 'HEAD']);
  }

  /** The id of a commit with the body as it is. */
  rawCommit(directory: string, body: Buffer): string {
    return this.git(directory, ['hash-object', '-t', 'commit', '-w', '--literally', '--stdin'], body);
  }

  /** What Argo CD's repo server learns of a commit, by the same commands. */
  told(directory: string, revision: string): { author: string; seconds: number; message: string; tags: string[] } {
    const shown = this.git(directory, ['show', '-s', '--format=%an <%ae>%n%at%n%B', revision]);
    const [author = '', seconds, ...message] = shown.split('\n');
    const tags = this.git(directory, ['tag', '--points-at', revision]).split(/\s+/).filter(Boolean);
    return { author, seconds: Number(seconds), message: message.join('\n').trim(), tags };
  }
}
