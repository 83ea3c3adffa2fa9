import { runeCount } from '../utf8.ts';

/** Flags, width and precision of one directive; -1 where none is given. */
export interface Flags {
  width: number;
  precision: number;
  minus: boolean;
  plus: boolean;
  sharp: boolean;
  space: boolean;
  zero: boolean;
  /** `%+v`, which sets this instead of plus. */
  plusV: boolean;
  /** `%#v`, which sets this instead of sharp. */
  sharpV: boolean;
}

/** Flags of a verb without any. */
export function noFlags(): Flags {
  return {
    width: -1,
    precision: -1,
    minus: false,
    plus: false,
    sharp: false,
    space: false,
    zero: false,
    plusV: false,
    sharpV: false,
  };
}

/** The text filled up to the width, in runes. `zero` is whether zeros may fill it. */
export function pad(flags: Flags, text: string, zero: boolean = flags.zero): string {
  if (flags.width <= 0) return text;
  const missing = flags.width - runeCount(text);
  if (missing <= 0) return text;
  if (flags.minus) return text + ' '.repeat(missing);
  return (zero ? '0' : ' ').repeat(missing) + text;
}
