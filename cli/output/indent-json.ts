/** Compact JSON with each member on a line of its own, two spaces a level, as Go's json.MarshalIndent has it. */
export function indentJson(compact: string): string {
  let depth = 0;
  const newline = () => `\n${'  '.repeat(depth)}`;
  return compact.replace(/"(?:[^"\\]|\\.)*"|\{\}|\[\]|[{}[\],:]/gs, (token) => {
    switch (token) {
      case '{':
      case '[':
        depth++;
        return token + newline();
      case '}':
      case ']':
        depth--;
        return newline() + token;
      case ',':
        return token + newline();
      case ':':
        return ': ';
      default:
        return token;
    }
  });
}
