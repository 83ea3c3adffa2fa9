import type { Command } from 'commander';
import { mapAt } from '../../controller/rsync/sync.ts';
import { compareStrings } from '../../engine/go/utf8.ts';
import { isFailure } from '../failure.ts';
import type { Files } from '../io.ts';
import { readManifests } from '../source/documents.ts';

/** The names of the triggers or templates in the file of `--config-map`; none when it cannot be read. */
export function namesInFile(files: Files, command: Command, words: readonly string[]): readonly string[] {
  const prefix = `${command.parent?.name() ?? ''}.`;
  const path = fileOf(words);
  if (path === undefined || !files.isFile(path) || !['trigger.', 'template.'].includes(prefix)) return [];
  try {
    const keys = readManifests(files.read(path)).flatMap((manifest) => Object.keys(mapAt(manifest, 'data')));
    const names = keys.filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length));
    return [...new Set(names)].sort(compareStrings);
  } catch (error) {
    if (isFailure(error)) return [];
    throw error;
  }
}

function fileOf(words: readonly string[]): string | undefined {
  const flag = '--config-map';
  const at = words.indexOf(flag);
  return at >= 0 ? words[at + 1] : words.find((word) => word.startsWith(`${flag}=`))?.slice(flag.length + 1);
}
