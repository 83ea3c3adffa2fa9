/** A pattern without repeated group names, and the numbers of the groups that had each name. */
interface Captures {
  readonly pattern: string;
  readonly captures: ReadonlyMap<string, readonly number[]>;
}

const suffix = '_again_';

/** A part of a pattern that `uniqueCaptures` made, with the names that its source had. */
export function originalNames(part: string): string {
  return part.replace(/_again_\d+>/g, '>');
}

/** What may stand in a pattern around groups: quoted text, an escape, a class, the start of a group. */
const tokens = /\\Q[\s\S]*?(?:\\E|$)|\\[\s\S]|\[\^?\]?(?:\[:\^?\w*:\]|\\[\s\S]|[^\]\\])*\]?|\(\?P?<([^>]*)>|\((?!\?)/g;

/**
 * Go lets a pattern use a group name again, which `re2js` refuses. Later uses get a fresh name here; the names of groups
 * are visible only in replacements, which look them up in `captures`.
 */
export function uniqueCaptures(source: string): Captures {
  const captures = new Map<string, number[]>();
  let count = 0;
  const pattern = source.replace(tokens, (token: string, name: string | undefined) => {
    if (!token.startsWith('(')) return token;
    count++;
    if (name === undefined) return token;
    const numbers = captures.get(name);
    if (!numbers) {
      captures.set(name, [count]);
      return token;
    }
    numbers.push(count);
    return token.replace(/<.*>/s, `<${name}${suffix}${count}>`);
  });
  return { pattern, captures };
}
