import type { Explained } from '../../engine/expr/index.ts';
import type { ConditionExplained, DestinationState, ObjectExplained, TriggerExplained } from './explain.ts';
import { cut, outcomeText, reasons } from './reason.ts';

export interface TextOptions {
  /** Shows every part of every condition. */
  readonly full: boolean;
  readonly style: (style: 'bold' | 'green' | 'red' | 'dim', text: string) => string;
}

/** An explanation for people: in short, a line a trigger and why; in full, every part with its value. */
export function explanationText(
  { kind, namespace, name, triggers, warnings }: ObjectExplained,
  options: TextOptions,
): string {
  const width = Math.max(0, ...triggers.map((trigger) => trigger.name.length));
  const lines = triggers.flatMap((trigger) => triggerLines(trigger, width, options));
  const heading = options.style('bold', `${kind} ${namespace}/${name}`);
  return `${[heading, ...lines, ...warnings.map((warning) => `warning: ${warning}`)].join('\n')}\n`;
}

function triggerLines(
  { name, error, conditions, destinations }: TriggerExplained,
  width: number,
  options: TextOptions,
): string[] {
  const { style } = options;
  const fires = conditions.some(({ triggered }) => triggered);
  const failed = error ?? conditions.find((condition) => condition.error !== undefined)?.error;
  const word = fires ? style('green', 'fires') : failed === undefined ? 'no   ' : style('red', 'fails');
  const head = `${name.padEnd(width)}  ${word}`;
  const nobody = destinations.length === 0 ? [style('dim', '  nobody is subscribed')] : [];
  if (error !== undefined) return [`${head}  ${error.split('\n')[0]}`, ...nobody];
  if (options.full) return [head, ...conditions.flatMap((condition) => fullLines(condition, options)), ...nobody];
  const why = conditions.map((condition) => shortReason(condition));
  const told = conditions.flatMap((condition) =>
    condition.destinations.map((each) => `  ${destinationText(each, condition)}`),
  );
  return [`${head}  ${why.join('; ')}`, ...(fires ? [...told, ...nobody] : [])];
}

function shortReason({ when, error, triggered }: ConditionExplained): string {
  if (error !== undefined) return error.split('\n')[0] ?? '';
  const why = when ? reasons(when) : [];
  return cut(why.slice(0, 3).join('; ') || (triggered ? 'holds' : 'does not hold'), 200);
}

function fullLines(
  { description, when, oncePer, error, destinations, ...condition }: ConditionExplained,
  { style }: TextOptions,
): string[] {
  const told = destinations.map((each) => `    ${destinationText(each, condition)}`);
  return [
    ...(description === '' ? [] : [style('dim', `  ${description}`)]),
    ...(when ? partLines(when, '  ') : []),
    ...(error === undefined ? [] : error.split('\n').map((line) => `    ${line}`)),
    ...(oncePer === '' ? [] : [`    once per ${JSON.stringify(oncePer)}`]),
    ...told,
  ];
}

function partLines(explained: Explained, indent: string): string[] {
  const own = `${indent}${cut(explained.source, 160)} = ${outcomeText(explained)}`;
  return [own, ...explained.parts.flatMap((part) => partLines(part, `${indent}  `))];
}

function destinationText(
  { destination, sentAt, isDue }: DestinationState,
  { templates, triggered }: Pick<ConditionExplained, 'templates' | 'triggered'>,
): string {
  if (isDue) return `${destination}: would be sent now (${templates.join(', ') || 'no template'})`;
  if (sentAt !== undefined) return `${destination}: sent ${new Date(sentAt * 1000).toISOString().replace('.000', '')}`;
  return triggered ? `${destination}: not sent` : `${destination}: nothing to send`;
}
