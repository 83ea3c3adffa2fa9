/*
 * Layouts of package time: the reference time "Mon Jan 2 15:04:05 MST 2006" spelled as one wants it. The names of
 * elements are the reference texts themselves.
 */

export const layout = "01/02 03:04:05PM '06 -0700";
export const ansic = 'Mon Jan _2 15:04:05 2006';
export const unixDate = 'Mon Jan _2 15:04:05 MST 2006';
export const rubyDate = 'Mon Jan 02 15:04:05 -0700 2006';
export const rfc822 = '02 Jan 06 15:04 MST';
export const rfc822Z = '02 Jan 06 15:04 -0700';
export const rfc850 = 'Monday, 02-Jan-06 15:04:05 MST';
export const rfc1123 = 'Mon, 02 Jan 2006 15:04:05 MST';
export const rfc1123Z = 'Mon, 02 Jan 2006 15:04:05 -0700';
export const rfc3339 = '2006-01-02T15:04:05Z07:00';
export const rfc3339Nano = '2006-01-02T15:04:05.999999999Z07:00';
export const kitchen = '3:04PM';
export const stamp = 'Jan _2 15:04:05';
export const stampMilli = 'Jan _2 15:04:05.000';
export const stampMicro = 'Jan _2 15:04:05.000000';
export const stampNano = 'Jan _2 15:04:05.000000000';
export const dateTime = '2006-01-02 15:04:05';
export const dateOnly = '2006-01-02';
export const timeOnly = '15:04:05';

/** An element of a layout: its reference text, or for fractions of a second `.0` and `.9`. */
export type Element =
  | 'January'
  | 'Jan'
  | '1'
  | '01'
  | 'Monday'
  | 'Mon'
  | '2'
  | '_2'
  | '02'
  | '__2'
  | '002'
  | '15'
  | '3'
  | '03'
  | '4'
  | '04'
  | '5'
  | '05'
  | '2006'
  | '06'
  | 'PM'
  | 'pm'
  | 'MST'
  | ZoneElement
  | '.0'
  | '.9';

/** An element for the offset from UTC; those with `Z` write `Z` for UTC itself. */
export type ZoneElement = `${'Z' | '-'}${'0700' | '070000' | '07' | '07:00' | '07:00:00'}`;

/** Literal text, then an element; the last chunk of a layout has none. */
export interface Chunk {
  readonly prefix: string;
  readonly element: Element | undefined;
  /** The element as the layout spells it. */
  readonly text: string;
}

/**
 * The elements in the order in which Go tries them at each position. What must not follow one is a look-ahead:
 * "Month" has no "Mon", and a fraction ends with its last equal digit.
 */
const elements =
  /January|Jan(?![a-z])|Monday|Mon(?![a-z])|MST|0[1-6]|002|15|1|2006|2|_(?=2006)|_2|__2|3|4|5|PM|pm|[-Z]070000|[-Z]07:00:00|[-Z]0700|[-Z]07:00|[-Z]07|[.,](?:0+|9+)(?!\d)/g;

/** The chunks of a layout, as Go's `nextStdChunk` finds them one after another. */
export function chunksOf(text: string): Chunk[] {
  const chunks: Chunk[] = [];
  let start = 0;
  for (const { 0: match, index } of text.matchAll(elements)) {
    if (match === '_') continue;
    chunks.push({ prefix: text.slice(start, index), element: elementOf(match), text: match });
    start = index + match.length;
  }
  chunks.push({ prefix: text.slice(start), element: undefined, text: '' });
  return chunks;
}

function elementOf(match: string): Element {
  if (match.startsWith('.') || match.startsWith(',')) return match[1] === '0' ? '.0' : '.9';
  return match as Element;
}
