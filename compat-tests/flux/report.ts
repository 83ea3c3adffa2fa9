import type { Finding, Outcome } from './finding.ts';

/** What a finding gave, or why it gave nothing. */
export interface Result {
  readonly finding: Finding;
  readonly outcome?: Outcome;
  readonly error?: string;
}

/** How many checks of all held and did not; a finding that gave nothing is one that did not. */
export function countsOf(results: readonly Result[]): { readonly passed: number; readonly failed: number } {
  const checks = results.flatMap(({ outcome }) => outcome?.checks.map(({ holds }) => holds) ?? [false]);
  const passed = checks.filter(Boolean).length;
  return { passed, failed: checks.length - passed };
}

/** A line for each check, and what went wrong. */
export function verdicts({ finding, outcome, error }: Result): string[] {
  const checks = outcome?.checks.map(({ name, holds }) => `${holds ? 'ok' : 'FAILED'}  ${finding.name}: ${name}`);
  return checks ?? [`FAILED  ${finding.name}: ${error ?? 'gave nothing'}`];
}

/** The figures as Markdown: for each finding what happens, and a row for each figure. */
export function tables(results: readonly Result[], version: string): string {
  const parts = results.map(({ finding, outcome, error }) => {
    const rows = outcome?.figures.map(({ what, flux, ours }) => `| ${[what, flux, ours].map(cell).join(' | ')} |`);
    const body =
      rows === undefined ? (error ?? '') : [`| | Flux ${version} | ours |`, '|---|---|---|', ...rows].join('\n');
    return `**${finding.name}**: ${finding.title}\n\n${body}`;
  });
  return parts.join('\n\n');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}
