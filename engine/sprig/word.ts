import { runeAt, runeError } from '../go/rune.ts';
import { isLetter, isNumber, isPunct, isUpper } from '../go/unicode.ts';
import { isConnector } from './pascal-case.ts';

export type WordKind = 'invalid' | 'number' | 'upper' | 'alphabet' | 'connector' | 'punct' | 'other';

export interface Word {
  readonly kind: WordKind;
  /** Index after the word. */
  readonly end: number;
}

/** Whether a rune is a letter but no CJK ideograph (xstrings isAlphabet). */
function isAlphabet(rune: number): boolean {
  if (!isLetter(rune)) return false;
  const ideograph =
    (rune >= 0x4e00 && rune <= 0x9fcc) || (rune >= 0x3400 && rune <= 0x4d85) || (rune >= 0x20000 && rune <= 0x2b81d);
  return !ideograph;
}

const isSmall = (rune: number): boolean => isAlphabet(rune) && !isUpper(rune);
const isOther = (rune: number): boolean => !isConnector(rune) && !isAlphabet(rune) && !isNumber(rune) && !isPunct(rune);

const kinds: readonly (readonly [WordKind, starts: (rune: number) => boolean, goesOn: (rune: number) => boolean])[] = [
  ['connector', isConnector, isConnector],
  ['punct', isPunct, isPunct],
  ['alphabet', isSmall, isSmall],
  ['number', isNumber, isNumber],
];

/** The word of `input` that starts at `start` (xstrings nextWord). Invalid bytes belong to the word before the next rune. */
export function wordAt(input: string, start: number): Word {
  if (start >= input.length) return { kind: 'invalid', end: start };
  const first = nextValid(input, start, runeError);
  if (first.rune === runeError) return { kind: 'invalid', end: first.end };
  if (isUpper(first.rune)) return { kind: 'upper', end: upperEnd(input, first) };
  const [kind, , goesOn] = kinds.find(([, starts]) => starts(first.rune)) ?? (['other', isOther, isOther] as const);
  return { kind, end: extend(input, first, goesOn).end };
}

/** A run of capitals, less the last one if a small letter follows it, or one capital and the small letters after it. */
function upperEnd(input: string, first: Rune): number {
  if (first.end >= input.length) return first.end;
  const second = nextValid(input, first.end, first.rune);
  if (isSmall(second.rune)) return extend(input, second, isSmall).end;
  if (!isUpper(second.rune)) return first.end;
  const last = extend(input, first, isUpper);
  const atEnd = last.end >= input.length;
  return !atEnd && isAlphabet(nextValid(input, last.end, last.rune).rune) ? last.start : last.end;
}

interface Rune {
  readonly rune: number;
  /** Index before the invalid bytes that precede it. */
  readonly start: number;
  readonly end: number;
}

/** The last rune of those from `from` on that `goesOn` holds for. */
function extend(input: string, from: Rune, goesOn: (rune: number) => boolean): Rune {
  let last = from;
  while (last.end < input.length) {
    const next = nextValid(input, last.end, last.rune);
    if (!goesOn(next.rune)) break;
    last = next;
  }
  return last;
}

/** The first valid rune from `start` on; `previous` when there is none. */
function nextValid(input: string, start: number, previous: number): Rune {
  for (let at = start; at < input.length; at++) {
    const rune = runeAt(input, at);
    if (rune !== runeError) return { rune, start, end: at + (rune > 0xffff ? 2 : 1) };
  }
  return { rune: previous, start, end: input.length };
}
