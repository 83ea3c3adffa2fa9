import type { Finding } from '../finding.ts';

const commands = { error: 'error', warning: 'warning', note: 'notice' } as const;

/** Findings as workflow commands of GitHub Actions, which shows them beside the lines of a pull request. */
export function formatGithub(findings: readonly Finding[]): string {
  return findings
    .map(({ file, line, column, severity, rule, message, hint }) => {
      const text = hint === undefined ? message : `${message} (${hint})`;
      const properties = `file=${property(file)},line=${line},col=${column},title=${property(rule)}`;
      return `::${commands[severity]} ${properties}::${escaped(text)}\n`;
    })
    .join('');
}

function escaped(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return escaped(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
