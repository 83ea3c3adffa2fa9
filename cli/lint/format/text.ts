import type { Finding, Severity } from '../finding.ts';
import { type Summary, summaryOf } from './summary.ts';

const colours: Readonly<Record<Severity, string>> = { error: '\u001b[31m', warning: '\u001b[33m', note: '\u001b[36m' };
const bold = '\u001b[1m';
const faint = '\u001b[2m';
const reset = '\u001b[0m';

export interface TextOptions {
  readonly color: boolean;
  /** Notes that are left out. */
  readonly hidden: number;
}

/** Findings for people: place, message and rule, the key path, the line with a caret, and what to do. */
export function formatText(findings: readonly Finding[], options: TextOptions): string {
  const paint = (code: string, text: string) => (options.color ? `${code}${text}${reset}` : text);
  const texts = findings.map((finding) => {
    const { file, line, column, severity, message, rule, path, excerpt, hint } = finding;
    const place = paint(bold, `${file}:${line}:${column}:`);
    return [
      `${place} ${paint(colours[severity], severity)}: ${message} ${paint(faint, `[${rule}]`)}`,
      ...(path === '' ? [] : [paint(faint, `  ${path}`)]),
      ...(excerpt === undefined ? [] : [excerpt]),
      ...(hint === undefined ? [] : [`  = ${hint}`]),
      '',
    ].join('\n');
  });
  return `${[...texts, summaryText(summaryOf(findings), options.hidden)].join('\n')}\n`;
}

function summaryText({ errors, warnings, notes }: Summary, hidden: number): string {
  const parts = [counted(errors, 'error'), counted(warnings, 'warning'), counted(notes, 'note')].filter(
    (part) => part !== '',
  );
  const found = parts.length === 0 ? 'nothing found' : parts.join(', ');
  return hidden === 0 ? found : `${found}; ${counted(hidden, 'note')} more with --notes`;
}

function counted(count: number, name: string): string {
  if (count === 0) return '';
  return `${count} ${name}${count === 1 ? '' : 's'}`;
}
