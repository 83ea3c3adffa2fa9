import { GoError } from '../error.ts';
import { quoteBytes } from './quote.ts';

/** The error of a text that a layout does not fit: `element` of the layout against `rest` of the text. Byte strings. */
export function mismatch(value: string, layout: string, rest: string, element: string): GoError {
  const [shown, as] = [
    `${quoteBytes(value)} as ${quoteBytes(layout)}`,
    `${quoteBytes(rest)} as ${quoteBytes(element)}`,
  ];
  return new GoError(`parsing time ${shown}: cannot parse ${as}`);
}

/** The error of a text that fits but means no time, e.g. `: month out of range`. */
export function invalid(value: string, message: string): GoError {
  return new GoError(`parsing time ${quoteBytes(value)}${message}`);
}
