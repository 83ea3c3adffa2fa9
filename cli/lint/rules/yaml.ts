import type { Report, Rule } from '../rule.ts';
import type { Subject } from '../subject/subject.ts';
import type { Spot } from '../text/mapped.ts';
import { problemReports } from './problem-reports.ts';

/** A value that is no YAML. */
export const yaml: Rule = {
  id: 'yaml',
  severity: 'error',
  argo: 'rejects',
  what: 'The value of a key is no YAML.',
  why: 'Argo CD refuses the whole ConfigMap, and sends nothing until it is mended.',
  mend: 'Quote texts that begin with `{{` or hold `: `; indent with spaces; close what was opened.',
  *check(subject) {
    for (const report of problemReports(subject, ['yaml'])) {
      const bare = report.hint === undefined && /(^\s*|:\s+|-\s+|&\S+\s+)\{\{/.test(lineAt(report.spot));
      if (bare) yield { ...report, ...bareBraces(report.message) };
      else if (report.hint === undefined && /"[^"]*\{\{[^"}]*"/.test(lineAt(report.spot)))
        yield { ...report, hint: "quotes within quotes: put '…' around the text, or below a |" };
      else yield { ...report, spot: openQuote(subject, report) ?? report.spot };
    }
  },
};

function bareBraces(message: string): Pick<Report, 'message' | 'hint'> {
  const hint = 'a text that begins with {{ has to be quoted, or stand below a | or >';
  return { message: message.startsWith('invalid map key') ? 'without quotes {{ begins a map' : message, hint };
}

function lineAt({ file, offset }: Spot): string {
  const start = file.text.lastIndexOf('\n', offset - 1) + 1;
  const end = file.text.indexOf('\n', offset);
  return file.text.slice(start, end < 0 ? undefined : end);
}

/** Where the quote was opened that the end of the text should have closed: the last one that begins a text and stands alone. */
function openQuote({ entry }: Subject, { path, message }: Report): Spot | undefined {
  if (message !== 'found unexpected end of stream') return undefined;
  const value = entry(path.slice('data.'.length))?.value;
  const quotes = [...(value?.text ?? '').matchAll(/(?:^|[:\-[,{]\s+)(["'])(.*)$/gm)];
  const open = quotes.findLast(([, quote = '', rest = '']) => !rest.replaceAll(/\\./g, '').includes(quote));
  return open && value?.at(open.index + open[0].search(/["']/));
}
