import { isPlainMap } from '../../engine/go/value.ts';
import type { Io } from '../io.ts';
import { applicationSamples } from '../lint/samples/application.ts';
import { hostileCopy } from '../lint/samples/hostile.ts';
import { rsyncSamples } from '../lint/samples/rsync.ts';
import { readManifests } from '../source/documents.ts';
import { readText } from '../source/read-file.ts';
import type { PreviewObject } from './model.ts';
import type { Sample } from './page.ts';

/**
 * The objects of files, else a timeline of samples: an RSync's, or with `argo` an Application's.
 * @throws {CliError} for files that cannot be read
 */
export async function timeline(io: Io, files: readonly string[], argo: boolean): Promise<PreviewObject[]> {
  if (files.length === 0) {
    const samples = argo ? applicationSamples : rsyncSamples;
    return samples.map(({ title, object }) => ({
      title: title.replace(/^an \w+ (?:that (?:is|was|has) |that |whose )?/, ''),
      object: object as Record<string, unknown>,
    }));
  }
  const objects: PreviewObject[] = [];
  for (const file of files) {
    for (const manifest of readManifests(await readText(io, file))) {
      if (manifest['kind'] === 'ConfigMap' || manifest['kind'] === 'Secret') continue;
      objects.push({ title: titleOf(manifest, objects), object: manifest });
    }
  }
  return objects;
}

/** The object's name, counted where there are several of it. */
function titleOf(manifest: Record<string, unknown>, before: readonly PreviewObject[]): string {
  const metadata = isPlainMap(manifest['metadata']) ? manifest['metadata'] : {};
  const name = typeof metadata['name'] === 'string' ? metadata['name'] : 'object';
  const same = before.filter(({ title }) => title === name || title.startsWith(`${name} `)).length;
  return same === 0 ? name : `${name} ${same + 1}`;
}

/** The objects of a sample: for the hostile one with text that breaks JSON, HTML and marks. */
export function asSample(objects: readonly PreviewObject[], sample: Sample): PreviewObject[] {
  if (sample === 'plain') return [...objects];
  return objects.map(({ title, object }) => ({ title, object: withMarkup(hostileCopy(object)) }));
}

/** Adds what a page or a chat might take for its own. */
function withMarkup(value: Record<string, unknown>): Record<string, unknown> {
  const changed = (each: unknown, name: string): unknown => {
    if (Array.isArray(each)) return each.map((item) => changed(item, ''));
    if (isPlainMap(each))
      return Object.fromEntries(Object.entries(each).map(([key, item]) => [key, changed(item, key)]));
    return typeof each === 'string' && /message$/i.test(name) ? `${each} ${markup}` : each;
  };
  return changed(value, '') as Record<string, unknown>;
}

const markup = '<script>alert(1)</script><img src=x onerror="alert(2)"> <!channel> *bold* </details>';
