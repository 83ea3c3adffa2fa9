import { isPlainMap } from '../../../engine/go/value.ts';
import type { Rule } from '../rule.ts';
import { applicationSamples } from '../samples/application.ts';
import { rsyncSamples } from '../samples/rsync.ts';
import { chainsIn } from './unknown-variable.ts';

/** A field of an Application or RSync that is nearly one that there is. */
export const misspeltPath: Rule = {
  id: 'misspelt-path',
  severity: 'warning',
  what: 'A trigger or template asks for a field that an Application or RSync does not have, but nearly: `app.status.sync.revison`.',
  why: 'In an expression it is nil, in a template it prints `<no value>`.',
  mend: 'Correct the name; letters have their case.',
  *check(subject) {
    for (const { chain, spot, path } of chainsIn(subject)) {
      const roots = rootsOf(chain.names[0] ?? '');
      const found = roots.length === 0 ? undefined : misspelt(roots, chain.names.slice(1));
      if (!found) continue;
      const [name, meant] = found;
      yield { spot, path, message: `there is no field '${name}' here`, hint: `did you mean '${meant}'?` };
    }
  },
};

function rootsOf(variable: string): readonly unknown[] {
  const samples = variable === 'app' ? applicationSamples : variable === 'sync' ? rsyncSamples : [];
  return samples.map(({ object }) => object);
}

/** Maps with names of their own. */
const free: ReadonlySet<string> = new Set(['labels', 'annotations']);
/** Fields that there are in both numbers. */
const singularAndPlural: ReadonlySet<string> = new Set([
  'source',
  'sourceType',
  'revision',
  'resource',
  'parameter',
  'value',
  'image',
]);

/** The first name that none of the values has, and the one that is nearly the same. */
function misspelt(values: readonly unknown[], names: readonly string[]): readonly [string, string] | undefined {
  const [name, ...rest] = names;
  if (name === undefined) return undefined;
  const maps = values.filter(isPlainMap);
  const next = maps.flatMap((map) => (Object.hasOwn(map, name) ? [map[name]] : []));
  if (next.length > 0) return free.has(name) ? undefined : misspelt(next, rest);
  const known = new Set(maps.flatMap((map) => Object.keys(map)));
  const meant = [...known].find((each) => isNear(name, each)) ?? below(maps, name);
  return meant === undefined ? undefined : [name, meant];
}

/** The path to a name one level further down, where the object itself was asked for it: `metadata.name`. */
function below(maps: readonly Record<string, unknown>[], name: string): string | undefined {
  for (const parent of ['metadata', 'spec', 'status']) {
    const found = maps.some((map) => isPlainMap(map[parent]) && Object.hasOwn(map[parent], name));
    if (found) return `${parent}.${name}`;
  }
  return undefined;
}

/** Whether two names differ in case, in two neighbours, or in one letter of at least five. */
function isNear(a: string, b: string): boolean {
  if (a.toLowerCase() === b.toLowerCase()) return true;
  if (a.replace(/s$/, '') === b.replace(/s$/, '') && singularAndPlural.has(a.replace(/s$/, ''))) return false;
  if (Math.min(a.length, b.length) < 5 || Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  const [restA, restB] = [a.slice(start), b.slice(start)];
  const swapped = `${restA.charAt(1)}${restA.charAt(0)}${restA.slice(2)}`;
  return restA.slice(1) === restB || restA === restB.slice(1) || restA.slice(1) === restB.slice(1) || swapped === restB;
}
