import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { maxObject, unlessAbsent, unreadable } from './bounds.ts';
import { RandomFile, readWhole } from './files.ts';
import { inflate } from './inflate.ts';
import type { Layout } from './layout.ts';
import { type GitObject, readPacked } from './pack.ts';
import { findPacked } from './pack-index.ts';

const maxPacks = 4096;
const maxDepth = 64;

/** The objects of a repository, loose and packed, as they are on disk at the time of each question. */
export class Objects {
  private readonly layout: Layout;
  private readonly signal: AbortSignal;

  /** @param signal ends every question that is under way */
  constructor(layout: Layout, signal: AbortSignal) {
    this.layout = layout;
    this.signal = signal;
  }

  /**
   * The one id that begins with `prefix`, undefined when there is none.
   * @throws {ControllerError} `BadRepository`, also when there are several
   */
  async resolve(prefix: string): Promise<string | undefined> {
    const found = new Set<string>();
    for (const directory of this.layout.objects) {
      for (const id of await looseIds(directory, prefix)) found.add(id);
      for await (const { id } of this.packed(directory, prefix)) found.add(id);
    }
    if (found.size > 1) throw unreadable(this.layout.common, `several objects begin with ${prefix}`);
    return [...found][0];
  }

  /** The object of an id, undefined when it is missing. @throws {ControllerError} `BadRepository`, also when it is not of that id */
  async read(id: string): Promise<GitObject | undefined> {
    const object = await this.readNested(id, 0);
    if (object && idOf(object, this.layout.idBytes) !== id)
      throw unreadable(this.layout.common, `object ${id} is damaged`);
    return object;
  }

  private async readNested(id: string, depth: number): Promise<GitObject | undefined> {
    if (depth > maxDepth) throw unreadable(this.layout.common, `object ${id} takes too many deltas`);
    for (const directory of this.layout.objects) {
      const loose = await unlessAbsent(readLoose(join(directory, id.slice(0, 2), id.slice(2))));
      if (loose) return loose;
      for await (const { pack, offset } of this.packed(directory, id)) {
        const byId = (base: string) => this.readNested(base, depth + 1);
        return await RandomFile.with(pack, (file) => readPacked(file, offset, this.layout.idBytes, byId));
      }
    }
    return undefined;
  }

  /** The packed objects of a directory whose ids begin with `prefix`. A pack that vanishes meanwhile has none. */
  private async *packed(
    directory: string,
    prefix: string,
  ): AsyncGenerator<{ id: string; pack: string; offset: number }> {
    const folder = join(directory, 'pack');
    const names = (await unlessAbsent(readdir(folder))) ?? [];
    const indexes = names.filter((name) => name.endsWith('.idx'));
    if (indexes.length > maxPacks) throw unreadable(folder, `more than ${maxPacks} packs`);
    for (const name of indexes) {
      this.signal.throwIfAborted();
      const index = RandomFile.with(join(folder, name), (file) => findPacked(file, prefix, this.layout.idBytes));
      const pack = join(folder, name.replace(/\.idx$/, '.pack'));
      for (const { id, offset } of (await unlessAbsent(index)) ?? []) yield { id, pack, offset };
    }
  }
}

function idOf({ type, body }: GitObject, idBytes: number): string {
  const hash = createHash(idBytes === 20 ? 'sha1' : 'sha256');
  return hash.update(`${type} ${body.length}\0`).update(body).digest('hex');
}

async function looseIds(directory: string, prefix: string): Promise<string[]> {
  const first = prefix.slice(0, 2);
  const names = (await unlessAbsent(readdir(join(directory, first)))) ?? [];
  return names
    .filter((name) => /^[0-9a-f]+$/.test(name) && name.startsWith(prefix.slice(2)))
    .map((name) => first + name);
}

/** The object in a file of its own. @throws {ControllerError} `BadRepository` */
async function readLoose(path: string): Promise<GitObject> {
  const content = inflate(await readWhole(path, maxObject), path);
  const end = content.indexOf(0);
  const [, type, size] = /^([a-z]+) (\d+)$/.exec(content.toString('latin1', 0, Math.max(end, 0))) ?? [];
  const body = content.subarray(end + 1);
  if (type === undefined || Number(size) !== body.length) throw unreadable(path, 'not an object');
  return { type, body };
}
