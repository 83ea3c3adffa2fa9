import type { GrowthCase } from './case.ts';
import type { Point } from './measure.ts';
import { exponentOf, exponentOfAdded, noise, verdictOf } from './slope.ts';

/** How the cost of one case grew. */
export interface Row {
  readonly case: GrowthCase;
  readonly calls: readonly Point[];
  /** CPU milliseconds. */
  readonly times: readonly Point[];
}

/** The exponents of a row, and whether it grows as it may. */
export function judged({ calls, times, case: { allowed } }: Row) {
  const [ofCalls, ofTimes] = [exponentOfAdded(calls), exponentOf(times)];
  const worst = verdictOf(Math.max(ofCalls, ofTimes - noise));
  return { ofCalls, ofTimes, verdict: worst === 'worse' && allowed !== undefined ? allowed : worst };
}

/** Rows as a Markdown table. */
export function tableOf(rows: readonly Row[]): string {
  const lines = rows.map((row) => {
    const { ofCalls, ofTimes, verdict } = judged(row);
    const [n, milliseconds] = row.times.at(-1) ?? [0, 0];
    const { area, name } = row.case;
    const cells = [area, name, n.toLocaleString('en'), milliseconds.toFixed(1), ofCalls.toFixed(2), ofTimes.toFixed(2)];
    return `| ${cells.join(' | ')} | ${verdict} |`;
  });
  return [
    '| | n of | largest n | CPU, ms | exponent, calls | exponent, time | |',
    '|---|---|--:|--:|--:|--:|---|',
    ...lines,
  ].join('\n');
}

/** A Markdown table with a row for each area, and one for each case that grows faster for a reason. */
export function summaryOf(rows: readonly Row[]): string {
  const areas = [...new Set(rows.map((row) => row.case.area))];
  const lines = areas.flatMap((area) => {
    const own = rows.filter((row) => row.case.area === area);
    const usual = own.filter((row) => judged(row).verdict !== row.case.allowed);
    const excused = own.filter((row) => !usual.includes(row));
    const names = usual.map((row) => row.case.name).join('; ');
    return [
      ...(usual.length > 0 ? [summaryLine(area, names, usual)] : []),
      ...excused.map((row) => summaryLine(area, row.case.name, [row])),
    ];
  });
  return ['| | n of | exponent, calls | exponent, time | |', '|---|---|--:|--:|---|', ...lines].join('\n');
}

/** The largest exponents of rows, and the worst verdict. */
function summaryLine(area: string, names: string, rows: readonly Row[]): string {
  const all = rows.map(judged);
  const most = (exponents: readonly number[]) => Math.max(...exponents).toFixed(2);
  const order: readonly string[] = ['flat', 'linear', 'n log n', 'worse'];
  const worst = all.map(({ verdict }) => verdict).sort((a, b) => order.indexOf(b) - order.indexOf(a))[0];
  const exponents = [most(all.map(({ ofCalls }) => ofCalls)), most(all.map(({ ofTimes }) => ofTimes))];
  return `| ${area} | ${names} | ${exponents.join(' | ')} | ${worst} |`;
}
