import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { compareStrings } from '../../../engine/go/utf8.ts';
import { unlessAbsent, unreadable } from './bounds.ts';
import { readWhole } from './files.ts';
import type { Objects } from './objects.ts';

const maxPackedRefs = 32 << 20;
const maxTags = 20_000;
const maxNesting = 8;

/** A tag: the object it names, and when it is known the commit that a tag object stands for. */
interface Tag {
  readonly target: string;
  readonly peeled?: string;
}

/** The names of the tags at a commit, sorted; as `git tag --points-at`. @throws {ControllerError} `BadRepository` */
export async function tagsAt(common: string, commit: string, objects: Objects, signal: AbortSignal): Promise<string[]> {
  const tags = await packedTags(common);
  await addLooseTags(tags, join(common, 'refs/tags'), '', signal);
  if (tags.size > maxTags) throw unreadable(common, `more than ${maxTags} tags`);
  const names: string[] = [];
  for (const [name, tag] of tags) {
    signal.throwIfAborted();
    if (await isAt(tag, commit, objects)) names.push(name);
  }
  return names.sort(compareStrings);
}

async function isAt({ target, peeled }: Tag, commit: string, objects: Objects): Promise<boolean> {
  if (target === commit || peeled !== undefined) return target === commit || peeled === commit;
  for (let id = target, nesting = 0; nesting < maxNesting; nesting++) {
    const object = await objects.read(id);
    if (object?.type !== 'tag') return false;
    id = /^object ([0-9a-f]+)$/m.exec(object.body.toString('latin1'))?.[1] ?? '';
    if (id === commit || id === '') return id === commit;
  }
  return false;
}

/** The tags of `packed-refs`. Git has followed each of them when the file says that it is peeled. */
async function packedTags(common: string): Promise<Map<string, Tag>> {
  const text = (await unlessAbsent(readWhole(join(common, 'packed-refs'), maxPackedRefs)))?.toString() ?? '';
  const isPeeled = /^#.* (fully-)?peeled /.test(text);
  const tags = new Map<string, Tag>();
  for (const [, target = '', name = '', peeled = target] of text.matchAll(
    /^([0-9a-f]+) refs\/tags\/(.+)\n(?:\^([0-9a-f]+)(?:\n|$))?/gm,
  ))
    tags.set(name, isPeeled || peeled !== target ? { target, peeled } : { target });
  return tags;
}

/** Adds the tags that have a file of their own, which are newer than the packed ones. */
async function addLooseTags(
  tags: Map<string, Tag>,
  folder: string,
  prefix: string,
  signal: AbortSignal,
): Promise<void> {
  for (const entry of (await unlessAbsent(readdir(folder, { withFileTypes: true }))) ?? []) {
    signal.throwIfAborted();
    if (tags.size > maxTags) return;
    const [path, name] = [join(folder, entry.name), `${prefix}${entry.name}`];
    if (entry.isDirectory()) await addLooseTags(tags, path, `${name}/`, signal);
    else {
      const text = (await unlessAbsent(readWhole(path, 4096)))?.toString() ?? '';
      const target = /^[0-9a-f]{40,64}(?=\s*$)/.exec(text)?.[0];
      if (target !== undefined) tags.set(name, { target });
    }
  }
}
