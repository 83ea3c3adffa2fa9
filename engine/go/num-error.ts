import { GoError } from './error.ts';
import { quote } from './quote.ts';

/** What package strconv reports for `text`, e.g. `strconv.Atoi: parsing "x": invalid syntax`. */
export function numError(func: string, text: string, reason: string): GoError {
  return new GoError(`strconv.${func}: parsing ${quote(text)}: ${reason}`);
}

export const syntax = 'invalid syntax';
export const range = 'value out of range';

/** Whether underscores only separate digits, the base prefix counting as one. */
export function underscoresFit(text: string): boolean {
  const unsignedText = /^[+-]/.test(text) ? text.slice(1) : text;
  const prefix = /^0[box]/i.exec(unsignedText);
  const digit = prefix?.[0].toLowerCase() === '0x' ? /[0-9a-f]/i : /[0-9]/;
  let previous = prefix ? '0' : '^';
  for (const char of unsignedText.slice(prefix ? 2 : 0)) {
    if (digit.test(char)) previous = '0';
    else if (char === '_') {
      if (previous !== '0') return false;
      previous = '_';
    } else {
      if (previous === '_') return false;
      previous = '!';
    }
  }
  return previous !== '_';
}
