/*
 * Go's package path. Package path/filepath is the same on Linux, except that `filepath.Dir`, `Ext` and `IsAbs` were
 * written separately; for the functions here they agree.
 */

/** The shortest path equivalent to `path`, by text alone; `.` for the empty path. */
export function clean(path: string): string {
  const isRooted = path.startsWith('/');
  const kept: string[] = [];
  for (const element of path.split('/')) {
    if (element === '' || element === '.') continue;
    if (element !== '..') kept.push(element);
    else if (kept.length > 0 && kept.at(-1) !== '..') kept.pop();
    else if (!isRooted) kept.push('..');
  }
  return (isRooted ? '/' : '') + kept.join('/') || '.';
}

/** The last element of `path`; `.` for the empty path and `/` for slashes only. */
export function base(path: string): string {
  if (path === '') return '.';
  const trimmed = path.replace(/\/+$/, '');
  return trimmed === '' ? '/' : trimmed.slice(trimmed.lastIndexOf('/') + 1);
}

/** All but the last element of `path`, cleaned. */
export function dir(path: string): string {
  return clean(path.slice(0, path.lastIndexOf('/') + 1));
}

/** The suffix of the last element from its last dot on; empty without one. */
export function ext(path: string): string {
  return /\.[^./]*$/.exec(path)?.[0] ?? '';
}

export function isAbs(path: string): boolean {
  return path.startsWith('/');
}

/** The non-empty elements joined with slashes and cleaned; empty when there are none. */
export function join(...elements: readonly string[]): string {
  const used = elements.filter((element) => element !== '');
  return used.length === 0 ? '' : clean(used.join('/'));
}
