// Values and types

export { GoError, panic } from './error.ts';
export { native, nativeRun } from './native.ts';
export {
  anyMapType,
  anySliceType,
  anyType,
  boolType,
  bytesType,
  defineType,
  durationType,
  errorType,
  float64Type,
  type GoType,
  int64Type,
  intType,
  isFloatKind,
  isNilable,
  isSignedKind,
  isUnsignedKind,
  type Kind,
  monthType,
  parseType,
  stringSliceType,
  stringType,
  timeType,
  uint8Type,
  weekdayType,
} from './type.ts';
export {
  float64,
  GoComplex,
  GoFunc,
  GoMap,
  GoNil,
  GoNum,
  GoObject,
  GoPointer,
  GoSlice,
  GoStruct,
  int,
  int64,
  isPlainMap,
  itemsOf,
  kindOf,
  narrow,
  newMap,
  type StructOptions,
  sized,
  typeOf,
  zeroOf,
} from './value.ts';

// One evaluation: limits, clock, look-ups

export { defaultLimits, type Instant, LimitError, type Limits, Need, Run, type RunOptions } from './run.ts';

// What values do: equality, truth, order, methods

export { deepEqual } from './equal.ts';
export { methodOf, stringOf } from './methods.ts';
export { pdqsort, sortedEntries, sortedKeys, stableSort } from './sort.ts';
export { truth } from './truth.ts';

// Values as text, and back

export { toFloat64, toInt, toInt64 } from './cast.ts';
export { format, sprint, sprintf, sprintln } from './fmt.ts';
export {
  type Decoded,
  decodeKubernetes,
  type MarshalOptions,
  marshal,
  unmarshal,
  unmarshalPartial,
} from './json.ts';
export {
  atoi,
  canBackquote,
  type FloatFormat,
  formatFloat,
  parseFloat,
  parseInt,
  parseUint,
  quote,
  quoteRune,
  quoteRuneToASCII,
  quoteToASCII,
  unquote,
} from './strconv.ts';

// Strings, bytes, characters

export {
  isDigit,
  isLetter,
  isLower,
  isNumber,
  isPrint,
  isPunct,
  isSpace,
  isSymbol,
  isUpper,
  lowerText,
  toLower,
  toTitle,
  toUpper,
  upperText,
} from './unicode.ts';
export {
  byteLength,
  byteSlice,
  compareStrings,
  fromBytes,
  isAscii,
  runeCount,
  runes,
  toBytes,
  toValid,
} from './utf8.ts';

// Time, regular expressions, URLs, paths, decimals

export * as decimal from './decimal.ts';
export * as path from './path.ts';
export { compileRegexp, quoteMeta, type Regexp } from './regexp.ts';
export {
  formatDuration,
  fromInstant,
  fromNanoseconds,
  GoTime,
  type Location,
  loadLocation,
  monthNames,
  parseDuration,
  parseTime,
  utc,
} from './time/index.ts';
export { type GoUrl, parseUrl, pathEscape, pathUnescape, queryEscape, queryUnescape } from './url.ts';
