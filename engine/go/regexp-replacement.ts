/** A piece of a replacement: fixed text, a numbered group, or a named group. */
export type ReplacementPart = { readonly text: string } | { readonly group: number } | { readonly name: string };

const reference = /\$(?:(\$)|([\p{L}\p{Nd}_]+)|\{([\p{L}\p{Nd}_]+)\})/gu;

/**
 * The pieces of a replacement, as Go's `Regexp.Expand` reads it: `$1x` is the group named `1x`, `${1}x` group 1 and an x.
 * A `$` that begins neither is a `$`.
 */
export function parseReplacement(replacement: string): ReplacementPart[] {
  const parts: ReplacementPart[] = [];
  let at = 0;
  for (const match of replacement.matchAll(reference)) {
    if (match.index > at) parts.push({ text: replacement.slice(at, match.index) });
    parts.push(match[1] === undefined ? referenceTo(match[2] ?? match[3] ?? '') : { text: '$' });
    at = match.index + match[0].length;
  }
  if (at < replacement.length) parts.push({ text: replacement.slice(at) });
  return parts;
}

function referenceTo(name: string): ReplacementPart {
  return /^(?:0|[1-9]\d{0,8})$/.test(name) ? { group: Number(name) } : { name };
}
