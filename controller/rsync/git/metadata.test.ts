import { chmodSync, mkdirSync, readdirSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ControllerError } from '../../errors.ts';
import { readCommitMetadata } from './metadata.ts';
import { GitWorld, hasGit } from './test-repository.ts';

async function read(root: string, revision: string): Promise<unknown> {
  const { author, date, message, tags } = await readCommitMetadata(root, revision);
  return { author, seconds: date.seconds, message, tags };
}

/** A message of which most is in that of `i - 1`, so that Git stores one as a delta of the other. */
const long = (i: number) =>
  Array.from({ length: 40 }, (_, line) => `${i + line} ${'because of this '.repeat((i + line) % 7)}\n`).join('');

describe.skipIf(!hasGit)('the commit of a repository that Git has made (skipped without git)', () => {
  let world: GitWorld;
  beforeAll(() => {
    world = new GitWorld();
  });
  afterAll(() => world.done());

  const agrees = async (directory: string, revision: string, root = directory) => {
    const want = world.told(directory, revision);
    expect(await read(join(world.root, root), revision)).toEqual(want);
    return want;
  };
  const packOf = (directory: string) => {
    const folder = join(world.root, directory, '.git/objects/pack');
    return readdirSync(folder)
      .filter((name) => name.endsWith('.pack'))
      .map((name) => join(folder, name));
  };

  it('is read from a file of its own', async () => {
    world.init('loose', ['First\n\nwith a body\n', '\n\n  Grüße, 世界 \n\n']);
    expect(await agrees('loose', world.git('loose', ['rev-parse', 'HEAD^']))).toEqual({
      author: 'Ann Author <ann@example.com>',
      seconds: 1_700_000_060,
      message: 'First\n\nwith a body',
      tags: [],
    });
    expect((await agrees('loose', world.git('loose', ['rev-parse', 'HEAD']))).message).toBe('Grüße, 世界');
  });

  it('is found by the first digits of its id', async () => {
    world.init('short', ['One', 'Two']);
    const id = world.git('short', ['rev-parse', 'HEAD']);
    await agrees('short', id.slice(0, 9));
    await agrees('short', id.slice(0, 7).toUpperCase());
    world.git('short', ['gc', '-q']);
    await agrees('short', id.slice(0, 8));
  });

  it.each([
    ['offsets', 'true', '6'],
    ['ids', 'false', '7'],
  ])('is put together from deltas whose bases are given by %s', async (name, useOffsets) => {
    const directory = `deltas-${name}`;
    world.init(
      directory,
      Array.from({ length: 12 }, (_, i) => long(i)),
    );
    world.git(directory, ['config', 'repack.useDeltaBaseOffset', useOffsets]);
    world.git(directory, ['repack', '-adfq', '--depth=50', '--window=50']);
    world.git(directory, ['prune-packed']);
    const [pack = ''] = packOf(directory);
    expect(world.git(directory, ['verify-pack', '-v', pack])).toMatch(/^\w{40} commit \d+ \d+ \d+ [2-9] \w{40}$/m);
    for (const id of world.git(directory, ['rev-list', 'HEAD']).split('\n')) await agrees(directory, id);
  });

  it('is read in a clone that borrows objects, and in one of one commit', async () => {
    world.init('origin', ['One', 'Two', 'Three']);
    world.git('origin', ['gc', '-q']);
    const id = world.git('origin', ['rev-parse', 'HEAD']);
    world.git('.', ['clone', '-q', '--shared', 'origin', 'borrower']);
    world.git('.', ['clone', '-q', '--shared', 'borrower', 'second']);
    await agrees('borrower', id);
    await agrees('second', id);
    world.git('.', ['clone', '-q', '--depth=1', `file://${world.root}/origin`, 'shallow']);
    await agrees('shallow', id);
    const parent = world.git('origin', ['rev-parse', 'HEAD^']);
    await expect(read(join(world.root, 'shallow'), parent)).rejects.toMatchObject({ code: 'NotFound' });
  });

  it('is read below the root of a reconciler, as git-sync leaves it', async () => {
    world.init('pod/source', ['One']);
    const id = world.git('pod/source', ['rev-parse', 'HEAD']);
    world.git('pod/source', ['worktree', 'add', '-q', '--detach', `.worktrees/${id}`]);
    symlinkSync(`.worktrees/${id}`, join(world.root, 'pod/source/rev'));
    await agrees('pod/source', id, 'pod');
    mkdirSync(join(world.root, 'pod-2'));
    mkdirSync(join(world.root, 'pod-2/source'));
    symlinkSync(join(world.root, `pod/source/.worktrees/${id}`), join(world.root, 'pod-2/source/rev'));
    await agrees('pod/source', id, 'pod-2');
  });

  it('is read in a bare repository, and in one of SHA-256', async () => {
    world.init('plain', ['One']);
    world.git('.', ['clone', '-q', '--bare', 'plain', 'bare']);
    await agrees('bare', world.git('bare', ['rev-parse', 'HEAD']));
    world.init('sha256', ['One', long(1), long(2), long(3)], ['--object-format=sha256']);
    const id = world.git('sha256', ['rev-parse', 'HEAD']);
    await agrees('sha256', id);
    world.git('sha256', ['gc', '-q']);
    await agrees('sha256', id);
  });

  it('has its tags: light and annotated, packed and not, sorted', async () => {
    world.init('tags', ['One', 'Two']);
    const [id, before] = [world.git('tags', ['rev-parse', 'HEAD']), world.git('tags', ['rev-parse', 'HEAD^'])];
    const tag = (...args: string[]) => world.git('tags', ['tag', ...args]);
    tag('v2', id);
    tag('-a', '-m', 'annotated', 'v1', id);
    tag('moved', id);
    tag('-a', '-m', 'elsewhere', 'old', before);
    tag('release/2024', before);
    expect((await agrees('tags', id)).tags).toEqual(['moved', 'v1', 'v2']);
    world.git('tags', ['pack-refs', '--all']);
    world.git('tags', ['gc', '-q']);
    expect((await agrees('tags', id)).tags).toHaveLength(3);
    tag('-f', 'moved', before);
    tag('-a', '-m', 'later', 'release/2025', id);
    expect((await agrees('tags', id)).tags).toEqual(['release/2025', 'v1', 'v2']);
    expect((await agrees('tags', before)).tags).toEqual(['moved', 'old', 'release/2024']);
  });

  it('has the tags of its tags', async () => {
    world.init('nested', ['One']);
    for (const [name, of] of [
      ['inner', 'HEAD'],
      ['outer', 'inner'],
    ] as const)
      world.git('nested', ['tag', '-a', '-m', name, name, of]);
    const id = world.git('nested', ['rev-parse', 'HEAD']);
    expect(await read(join(world.root, 'nested'), id)).toMatchObject({ tags: ['inner', 'outer'] });
    world.git('nested', ['pack-refs', '--all']);
    expect(await read(join(world.root, 'nested'), id)).toMatchObject({ tags: ['inner', 'outer'] });
  });

  it('has no tag of which the objects are missing', async () => {
    world.init('torn', ['One']);
    const id = world.git('torn', ['rev-parse', 'HEAD']);
    writeFileSync(join(world.root, 'torn/.git/refs/tags/gone'), `${'ab'.repeat(20)}\n`);
    writeFileSync(join(world.root, 'torn/.git/refs/tags/broken'), 'ref: nothing\n');
    expect(await read(join(world.root, 'torn'), id)).toMatchObject({ message: 'One', tags: [] });
  });

  const tree = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';
  const people = 'author Zoë Ünal <zoe@example.com> 1600000000 -0500\ncommitter C <c@example.com> 1600000001 +0000\n';

  it.each<[string, Buffer]>([
    [
      'signed',
      Buffer.from(
        `tree ${tree}\n${people}gpgsig -----BEGIN PGP SIGNATURE-----\n \n author Not This <x@y> 1 +0000\n encoding latin1\n -----END PGP SIGNATURE-----\n\nSigned\n`,
      ),
    ],
    ['in latin1', Buffer.from(`tree ${tree}\n${people}encoding ISO-8859-1\n\nÜber\n`, 'latin1')],
    [
      'in windows-1251',
      Buffer.concat([
        Buffer.from(`tree ${tree}\n${people.replace('Zoë Ünal', 'Zoe')}encoding windows-1251\n\n`),
        Buffer.of(0xcf, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2),
      ]),
    ],
    [
      'in Shift_JIS',
      Buffer.concat([
        Buffer.from(`tree ${tree}\n${people.replace('Zoë Ünal', 'Zoe')}encoding Shift_JIS\n\n`),
        Buffer.of(0x93, 0xfa, 0x96, 0x7b),
      ]),
    ],
    ['without a message', Buffer.from(`tree ${tree}\n${people}`)],
    [
      'with blanks around the names',
      Buffer.from(`tree ${tree}\nauthor  Bo   < bo@example.com > 1500000000 +0000\ncommitter C <c@d> 1 +0000\n\nm\n`),
    ],
    [
      'from before 1970, as Git has it',
      Buffer.from(`tree ${tree}\nauthor A <a@b> 0 +0000\ncommitter C <c@d> 1 +0000\n\nm\n`),
    ],
    [
      'with a header after the author',
      Buffer.from(
        `tree ${tree}\n${people}mergetag object ${tree}\n author Inner <i@j> 7 +0000\n\nMerge\n\nauthor is not a header here\n`,
      ),
    ],
  ])('that is %s says what Git says', async (what, body) => {
    const directory = `raw-${what.replaceAll(' ', '-').replace(',', '')}`;
    world.init(directory);
    world.git(directory, ['hash-object', '-t', 'tree', '-w', '--stdin']);
    await agrees(directory, world.rawCommit(directory, body));
  });

  describe('that cannot be read', () => {
    it('is not there', async () => {
      world.init('absent', ['One']);
      const root = join(world.root, 'absent');
      for (const revision of ['0123456789012345678901234567890123456789', 'sha256:0123', 'main', '', '4.11.3'])
        await expect(read(root, revision)).rejects.toMatchObject({ code: 'NotFound' });
      const treeId = world.git('absent', ['rev-parse', 'HEAD^{tree}']);
      await expect(read(root, treeId)).rejects.toThrow(/it is a tree|not in the repository/);
      await expect(read(join(world.root, 'nowhere'), treeId)).rejects.toThrow('no Git repository');
    });

    it.each<[string, (pack: string) => void]>([
      ['a pack that is cut off', (pack) => truncateSync(pack, 40)],
      ['a pack of other bytes', (pack) => overwrite(pack, (bytes) => bytes.fill(0xff, 12))],
      ['an index that is cut off', (pack) => truncateSync(pack.replace(/pack$/, 'idx'), 1100)],
      [
        'an index of another version',
        (pack) => overwrite(pack.replace(/pack$/, 'idx'), (bytes) => bytes.fill(9, 4, 8)),
      ],
      [
        'an index out of order',
        (pack) => overwrite(pack.replace(/pack$/, 'idx'), (bytes) => bytes.fill(0xff, 8, 1032)),
      ],
    ])('is in %s', async (what, damage) => {
      const directory = `damaged-${what.replaceAll(' ', '-')}`;
      world.init(directory, [long(1), long(2), long(3)]);
      const id = world.git(directory, ['rev-parse', 'HEAD']);
      world.git(directory, ['gc', '-q']);
      const [pack = ''] = packOf(directory);
      damage(pack);
      await expect(read(join(world.root, directory), id)).rejects.toMatchObject({ code: 'BadRepository' });
    });

    it('is in files of which bytes have changed: what is read is right or an error of ours', async () => {
      world.init('random', [long(1), long(2), long(3), long(4)]);
      world.git('random', ['tag', '-a', '-m', 'annotated', 'v1']);
      world.git('random', ['gc', '-q']);
      const id = world.git('random', ['rev-parse', 'HEAD^']);
      const want = world.told('random', id);
      const [pack = ''] = packOf('random');
      const byte = fc.record({ at: fc.nat(), value: fc.nat(255), inIndex: fc.boolean() });
      const property = fc.asyncProperty(byte, async ({ at, value, inIndex }) => {
        const path = inIndex ? pack.replace(/pack$/, 'idx') : pack;
        const before = readFileSync(path);
        overwrite(path, (bytes) => bytes.fill(value, at % bytes.length, (at % bytes.length) + 1));
        const got = await read(join(world.root, 'random'), id).catch((error: unknown) => error);
        overwrite(path, () => before);
        if (got instanceof ControllerError) expect(['BadRepository', 'NotFound']).toContain(got.code);
        else expect(got).toEqual(want);
      });
      await fc.assert(property, { numRuns: 150, seed: 1 });
    });

    it.each<[string, Buffer]>([
      ['no object', Buffer.from('not deflated')],
      ['nothing', Buffer.of()],
    ])('is a file that holds %s', async (what, content) => {
      const directory = `file-${what.replaceAll(' ', '-')}`;
      world.init(directory);
      const id = 'abcdef0123456789abcdef0123456789abcdef01';
      const path = join(world.root, directory, '.git/objects', id.slice(0, 2), id.slice(2));
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, content);
      await expect(read(join(world.root, directory), id)).rejects.toMatchObject({ code: 'BadRepository' });
    });

    it('is larger than any message should be', async () => {
      world.init('large');
      world.git('large', ['hash-object', '-t', 'tree', '-w', '--stdin']);
      const id = world.rawCommit('large', Buffer.from(`tree ${tree}\n${people}\n${'x'.repeat(5 << 20)}`));
      await expect(read(join(world.root, 'large'), id)).rejects.toMatchObject({ code: 'BadRepository' });
      world.git('large', ['update-ref', 'refs/heads/main', id]);
      world.git('large', ['gc', '-q']);
      await expect(read(join(world.root, 'large'), id)).rejects.toMatchObject({ code: 'BadRepository' });
    });
  });
});

function overwrite(path: string, change: (bytes: Buffer) => Buffer): void {
  chmodSync(path, 0o644);
  writeFileSync(path, change(readFileSync(path)));
}
