/** Where the JSON object ends that begins at `start`, after white space; undefined when none begins there or it does not end. */
export function endOfObject(text: string, start: number): number | undefined {
  const token = /"(?:[^"\\]|\\.)*"|[{}[\]]/gs;
  token.lastIndex = start + (/^\s*/.exec(text.slice(start))?.[0].length ?? 0);
  if (text[token.lastIndex] !== '{') return undefined;
  let depth = 0;
  for (let match = token.exec(text); match; match = token.exec(text)) {
    const [found] = match;
    if (found === '{' || found === '[') depth++;
    else if (found === '}' || found === ']') depth--;
    if (depth === 0) return token.lastIndex;
  }
  return undefined;
}
