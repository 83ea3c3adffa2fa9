import { type FSWatcher, watch } from 'node:fs';
import { basename, dirname } from 'node:path';

/** Editors write in several steps; so long a silence is the end of them. */
const settleMs = 80;

/** Calls back after a change of any of the files, also when they are replaced. Folders that cannot be watched are left out. */
export function watchFiles(files: readonly string[], onChange: () => void): { close: () => void } {
  let timer: NodeJS.Timeout | undefined;
  const byFolder = Map.groupBy(files, (file) => dirname(file));
  const watchers = Array.from(byFolder, ([folder, paths]): FSWatcher | undefined => {
    const names = new Set(paths.map((path) => basename(path)));
    try {
      return watch(folder, (_event, name) => {
        if (name !== null && !names.has(name)) return;
        clearTimeout(timer);
        timer = setTimeout(onChange, settleMs);
      });
    } catch {
      return undefined;
    }
  });
  return {
    close: () => {
      clearTimeout(timer);
      for (const watcher of watchers) watcher?.close();
    },
  };
}
