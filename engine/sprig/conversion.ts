import { toFloat64, toInt64 } from '../go/cast.ts';
import { GoError } from '../go/error.ts';
import { format } from '../go/fmt.ts';
import { native, nativeRun } from '../go/native.ts';
import { range } from '../go/num-error.ts';
import { parseInt as parseInteger } from '../go/strconv.ts';
import type { GoFunc } from '../go/value.ts';
import { textsOf } from './text.ts';

/** The integer that a text is in `base`; 0, or what `clamp` makes of it, where strconv.ParseInt reports an error. */
function integer(text: string, base: number, clamp: (text: string, error: unknown) => bigint = () => 0n): bigint {
  try {
    return parseInteger(text, base, 64);
  } catch (error) {
    return clamp(text, error);
  }
}

/** What strconv.ParseInt returns beside its error: the nearest int64 for a number out of range, else 0. */
function nearest(text: string, error: unknown): bigint {
  if (!(error instanceof GoError && error.message.endsWith(range))) return 0n;
  return text.startsWith('-') ? -(2n ** 63n) : 2n ** 63n - 1n;
}

/** sprig's conversions, as spf13/cast makes them. */
export const conversionFunctions: Readonly<Record<string, GoFunc>> = {
  atoi: native('func(string) int', (text: string) => integer(text, 10, nearest)),
  int: native('func(interface {}) int', toInt64),
  int64: native('func(interface {}) int64', toInt64),
  float64: native('func(interface {}) float64', toFloat64),
  toDecimal: nativeRun('func(interface {}) int64', (run, value: unknown) => integer(format(value, run), 8)),
  toStrings: nativeRun('func(interface {}) []string', textsOf),
};
