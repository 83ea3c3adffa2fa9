import type { Finding } from './finding.ts';
import type { SourceFile } from './text/file.ts';

const comment = /#\s*lint:ignore((?:[\s,]+[a-z-]+)+)/;

/**
 * Whether a comment in the file asks not to report a finding: `# lint:ignore <rule>…` on its line, or alone on the line before. Comments
 * count within values as well, as these are YAML.
 */
export function isIgnored(file: SourceFile, { line, rule }: Finding): boolean {
  const before = file.line(line - 1);
  return rulesIn(file.line(line)).includes(rule) || (/^\s*#/.test(before) && rulesIn(before).includes(rule));
}

function rulesIn(line: string): string[] {
  return comment.exec(line)?.[1]?.split(/[\s,]+/) ?? [];
}
