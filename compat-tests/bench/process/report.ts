import { median, spread } from '../../statistics.ts';
import type { Figure, Figures } from './measure.ts';

/** A number of objects, measured in rounds. */
export interface Comparison {
  readonly objects: number;
  readonly ours: readonly Figures[];
  readonly peer: readonly Figures[];
}

/** A figure of its own. */
export interface Extra {
  readonly name: string;
  readonly ours: string;
  readonly peer: string;
}

interface Column {
  readonly figure: Figure;
  readonly title: string;
  readonly digits: number;
}

const columns: readonly Column[] = [
  { figure: 'first', title: 'ms from start to the first message', digits: 0 },
  { figure: 'rate', title: 'deliveries/s', digits: 0 },
  { figure: 'cpuPerDelivery', title: 'ms of CPU a delivery, start included', digits: 2 },
  { figure: 'p50', title: 'ms from event to wire, p50', digits: 0 },
  { figure: 'p99', title: 'ms from event to wire, p99', digits: 0 },
  { figure: 'resident', title: 'MB resident, idle', digits: 0 },
  { figure: 'anonymous', title: 'MB anonymous, idle', digits: 0 },
  { figure: 'idleCpu', title: 'ms of CPU an idle minute', digits: 0 },
];

/** The section of the page, and what does not hold that has to. */
export function report(
  results: readonly (Comparison | Extra)[],
  machine: string,
): { readonly text: string; readonly failures: readonly string[] } {
  const comparisons = results.filter((result): result is Comparison => 'objects' in result);
  const extras = results.filter((result): result is Extra => 'name' in result);
  const text = `## The notification process

\`npm run bench\`: the bundled process and the Go peer (Argo's own controller over RootSyncs, \`compat-tests/peer\`), each at its defaults, in turn on one
kube-apiserver, each with a namespace and a receiver of its own on loopback; everything shares the machine. Medians, in parentheses the smallest and largest.
Every object has something to say when the process starts; then objects change one after the other, each 25 ms after the message of the last; then nothing happens for six seconds.

${machine}.

| RSyncs | | ours | Go peer | ours / Go |
|--:|---|--:|--:|--:|
${comparisons.flatMap(rowsOf).join('\n')}

| | ours | Go peer |
|---|--:|--:|
${extras.map(({ name, ours, peer }) => `| ${name} | ${ours} | ${peer} |`).join('\n')}
`;
  return { text, failures: comparisons.flatMap(failuresOf) };
}

function rowsOf({ objects, ours, peer }: Comparison): string[] {
  return columns
    .filter(({ figure }) => objects > 1 || figure !== 'rate')
    .map(({ figure, title, digits }) => {
      const scale = figure === 'idleCpu' ? 1000 : 1;
      const [own, others] = [ours, peer].map((rounds) => rounds.map((round) => round[figure] * scale)) as [
        number[],
        number[],
      ];
      const ratio = median(others) > 0 ? (median(own) / median(others)).toFixed(2) : '–';
      return `| ${objects.toLocaleString('en')} | ${title} | ${spread(own, digits)} | ${spread(others, digits)} | ${ratio} |`;
    });
}

function failuresOf({ objects, ours, peer }: Comparison): string[] {
  const of = (rounds: readonly Figures[], figure: Figure) => median(rounds.map((round) => round[figure]));
  const failures: string[] = [];
  const lost = Math.max(0, ...ours.map((round) => round.lost));
  const doubled = Math.max(0, ...ours.map((round) => round.doubled));
  if (lost + doubled > 0) failures.push(`${objects} RSyncs: ${lost} lost, ${doubled} doubled`);
  if (objects === 1 && of(ours, 'resident') > 1.3 * of(peer, 'resident'))
    failures.push('more than 1.3 times the memory, idle');
  if (objects === 1_000 && of(ours, 'rate') < 2 * of(peer, 'rate'))
    failures.push('less than twice the deliveries per second');
  if (objects === 1_000 && of(ours, 'p99') >= 100) failures.push('p99 from event to wire is not below 100 ms');
  return failures;
}
