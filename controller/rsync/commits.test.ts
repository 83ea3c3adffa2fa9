import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { KubernetesObject } from '../kubernetes/index.ts';
import type { Log } from '../log.ts';
import { silentLog } from '../log.ts';
import { Commits } from './commits.ts';
import { GitWorld, hasGit } from './git/test-repository.ts';

const nothing = { message: '', author: '', tags: [] };

function rsync(sourceType: string, name = 'fleet'): KubernetesObject {
  const metadata = { name, namespace: 'ns' };
  return { apiVersion: 'configsync.gke.io/v1beta1', kind: 'RootSync', metadata, spec: { sourceType } };
}

function listening(): { log: Log; lines: string[] } {
  const lines: string[] = [];
  const warn = (fields: object) => void lines.push((fields as { err: string }).err);
  return { log: { ...silentLog, warn }, lines };
}

it.each([
  ['oci', `sha256:${'7f'.repeat(32)}`, 'a source of oci has no commits'],
  ['helm', '4.1.0', 'a source of helm has no commits'],
  ['git', 'main', 'not a commit'],
  ['git', '', 'not a commit'],
])('nothing is known of a source of %s at %j, which is said once', async (kind, revision, why) => {
  const { log, lines } = listening();
  const commits = new Commits('/nonexistent', log);
  for (let i = 0; i < 2; i++) expect(await commits.metadata(rsync(kind), revision)).toMatchObject(nothing);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain(why);
  expect(commits.warningsOf(rsync(kind))).toEqual([{ errorMessage: `repo.GetCommitMetadata: ${lines[0]}` }]);
  expect(commits.warningsOf(rsync(kind, 'other'))).toEqual([]);
});

describe.skipIf(!hasGit)('with a repository (skipped without git)', () => {
  let world: GitWorld;
  beforeEach(() => {
    world = new GitWorld();
  });
  afterEach(() => world.done());

  it('a commit that comes up is found then, remembered, and the warning is over', async () => {
    const commits = new Commits(world.root, silentLog);
    world.init('source', ['One']);
    const missing = 'ab'.repeat(20);
    expect(await commits.metadata(rsync('git'), missing)).toMatchObject(nothing);
    expect(commits.warningsOf(rsync('git'))).toHaveLength(1);
    const id = world.git('source', ['rev-parse', 'HEAD']);
    expect(await commits.metadata(rsync('git'), id)).toMatchObject({ message: 'One' });
    expect(commits.warningsOf(rsync('git'))).toEqual([]);
    const long = world.commit('source', 'x'.repeat(70_000));
    expect(await commits.metadata(rsync('git'), long)).toMatchObject({ message: 'x'.repeat(70_000) });
    world.done();
    expect(await commits.metadata(rsync('git'), long)).toMatchObject(nothing);
    expect(await commits.metadata(rsync('git'), id)).toMatchObject({ message: 'One' });
  });
});
