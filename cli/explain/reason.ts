import type { Explained } from '../../engine/expr/index.ts';
import { marshal } from '../../engine/go/json.ts';

/** So much of a value is shown, and of an expression. */
const longest = 72;

/** A value in one line, as Go's JSON, cut when it is long; lists with how many items they have. */
export function shownValue(value: unknown): string {
  if (value === undefined || value === null) return 'nil';
  const text = cut(valueText(value));
  return Array.isArray(value) && text.endsWith('…') ? `${text} (${value.length} items)` : text;
}

function valueText(value: unknown): string {
  try {
    return marshal(value, { escapeHtml: false });
  } catch {
    return '(a value that is no JSON)';
  }
}

/** A text without line ends, cut to what fits beside others. */
export function cut(text: string, most = longest): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length <= most ? line : `${line.slice(0, most - 1)}…`;
}

/** What an expression gave, in words. */
export function outcomeText({ outcome }: Explained): string {
  if (outcome === 'not evaluated') return outcome;
  return 'error' in outcome ? `fails: ${outcome.error.message.split('\n')[0]}` : shownValue(outcome.value);
}

/**
 * What decided an expression, as short texts: of an `and` that is false the part that is, of an `or` all its parts, down to
 * comparisons and what they compare.
 */
export function reasons(explained: Explained): string[] {
  const { outcome, operator, parts } = explained;
  if (outcome === 'not evaluated') return [];
  const items = parts.filter((part) => part.operator === 'item');
  if (items.length > 0) return ofItems(explained, items);
  if (isLogic(operator) && parts.length > 0) {
    const deciding = decidingParts(explained);
    return (deciding.length > 0 ? deciding : parts).flatMap(reasons);
  }
  if (explained.source === 'true') return ['always'];
  const because = parts.filter(({ outcome: each }) => each !== 'not evaluated');
  const values = because.map((part) => `${cut(part.source, 48)} is ${outcomeText(part)}`);
  const own = `${cut(explained.source)} ${'error' in outcome ? outcomeText(explained) : `is ${outcomeText(explained)}`}`;
  return [values.length > 0 ? `${own}: ${values.join(', ')}` : own];
}

/** Of a loop that found nothing, the item that came closest; of one that found something, that item. */
function ofItems({ operator, outcome }: Explained, items: readonly Explained[]): string[] {
  const wanted = operator !== 'all';
  const found = items.find((item) => isValue(item, wanted));
  if (typeof outcome === 'object' && 'error' in outcome)
    return items
      .filter(fails)
      .slice(0, 1)
      .flatMap((item) => item.parts.flatMap(reasons));
  if (found) return wanted ? [`${found.source} fits`] : reasons({ ...found, operator: 'and' });
  if (!wanted) return ['every item fits'];
  const closest = items.reduce((best, item) => (progress(item) > progress(best) ? item : best));
  const first = conjuncts(closest.parts).find((part) => !isValue(part, true));
  if (progress(closest) === 0 && first) return [`none of ${items.length} has ${cut(first.source)}`];
  return [`${closest.source}: ${(first ? reasons(first) : []).join(', ')}`];
}

/** The parts of a chain of `and`, in order. */
function conjuncts(parts: readonly Explained[]): Explained[] {
  return parts.flatMap((part) => (part.operator === 'and' || part.operator === '&&' ? conjuncts(part.parts) : [part]));
}

/** How many parts of a predicate hold before the first that does not. */
function progress({ parts }: Explained): number {
  const all = conjuncts(parts);
  const first = all.findIndex((part) => !isValue(part, true));
  return first === -1 ? all.length : first;
}

function isValue({ outcome }: Explained, value: unknown): boolean {
  return typeof outcome === 'object' && 'value' in outcome && outcome.value === value;
}

function isLogic(operator: string | undefined): boolean {
  return ['and', '&&', 'or', '||', 'not', '!'].includes(operator ?? '');
}

function decidingParts({ outcome, operator, parts }: Explained): readonly Explained[] {
  if (operator === 'not' || operator === '!') return parts;
  if (outcome === 'not evaluated' || 'error' in outcome) return parts.filter((part) => fails(part));
  return parts.filter(
    ({ outcome: each }) => typeof each === 'object' && 'value' in each && each.value === outcome.value,
  );
}

function fails({ outcome }: Explained): boolean {
  return typeof outcome === 'object' && 'error' in outcome;
}
