import type { Row, Scenario } from './scenario.ts';

/** What a scenario gave, or why it gave nothing. */
export interface Result {
  readonly scenario: Scenario;
  readonly rows: readonly Row[];
  readonly error?: string;
}

const head = ['scenario', '', 'expected', 'lost', 'doubled', 'measured', 'holds'];

/** The results as a Markdown table, its columns aligned. */
export function table(results: readonly Result[]): string {
  const lines = [head, ...results.flatMap(linesOf)];
  const widths = head.map((_, i) => Math.max(3, ...lines.map((line) => line[i]?.length ?? 0)));
  const text = (line: readonly string[]) => `| ${line.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(' | ')} |`;
  const [first = [], ...rest] = lines;
  return [text(first), text(widths.map((width) => '-'.repeat(width))), ...rest.map(text)].join('\n');
}

function linesOf({ scenario, rows, error }: Result): string[][] {
  if (error !== undefined) return [[scenario.name, '', '', '', '', error.replaceAll(/[|\n]/g, ' '), 'no']];
  return rows.map(({ contender, expected, lost, doubled, notes, broken }) => {
    const holds = contender === 'ours' ? (broken === undefined ? 'yes' : `no: ${broken}`) : '';
    return [scenario.name, contender, String(expected), String(lost), String(doubled), notes, holds];
  });
}

/** `docs/reliability.md`. */
export function document(results: readonly Result[]): string {
  const promises = results.map(({ scenario: { name, title, promise } }) => `| ${name} | ${title} | ${promise} |`);
  return `# Reliability

What \`npm run chaos\` measured: the notification process and Argo's own controller (the Go peer, \`compat-tests/peer\`) in
the same run, against one real kube-apiserver, on objects and with a receiver of their own. The file is written by a full run.
A message is lost when it has never arrived, doubled each time it arrives once more. Rates and memory depend on the machine;
what counts is how the two compare.

## What happens

| scenario | what happens | promise |
| --- | --- | --- |
${promises.join('\n')}

## What was measured

${table(results)}
`;
}
