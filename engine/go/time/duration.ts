import { GoError } from '../error.ts';
import { native } from '../native.ts';
import type { GoFunc, GoNum } from '../value.ts';
import { quoteBytes, toByteString } from './quote.ts';

export { monthMethod, monthString, weekdayMethod, weekdayString } from './names.ts';

const microsecond = 1_000n;
const millisecond = 1_000_000n;
export const second = 1_000_000_000n;
export const minute: bigint = 60n * second;
export const hour: bigint = 60n * minute;

export const maxDuration: bigint = (1n << 63n) - 1n;
export const minDuration: bigint = -(1n << 63n);

/** Nanoseconds as Go's `time.Duration.String` prints them, e.g. `1h30m0s`, `1.5µs`. */
export function durationString(nanoseconds: bigint | number): string {
  const signed = BigInt(nanoseconds);
  if (signed === 0n) return '0s';
  const length = signed < 0n ? -signed : signed;
  return (signed < 0n ? '-' : '') + (length < second ? belowSecond(length) : fromSecond(length));
}

function belowSecond(length: bigint): string {
  if (length < microsecond) return `${length}ns`;
  if (length < millisecond) return `${scaled(length, 3)}µs`;
  return `${scaled(length, 6)}ms`;
}

function fromSecond(length: bigint): string {
  const minutes = length / minute;
  const seconds = `${scaled(length % minute, 9)}s`;
  if (minutes === 0n) return seconds;
  const hours = minutes / 60n;
  return hours === 0n ? `${minutes}m${seconds}` : `${hours}h${minutes % 60n}m${seconds}`;
}

/** `value / 10^digits` in decimal without trailing zeros. */
function scaled(value: bigint, digits: number): string {
  const text = String(value).padStart(digits + 1, '0');
  const fraction = text.slice(-digits).replace(/0+$/, '');
  return text.slice(0, -digits) + (fraction === '' ? '' : `.${fraction}`);
}

const units: ReadonlyMap<string, bigint> = new Map([
  ['ns', 1n],
  ['us', microsecond],
  ['\u00b5s', microsecond],
  ['\u03bcs', microsecond],
  ['ms', millisecond],
  ['s', second],
  ['m', minute],
  ['h', hour],
]);

/**
 * The nanoseconds of a text such as `-1.5h` or `2h45m`, as Go's `time.ParseDuration`.
 * @throws {GoError} with Go's text, e.g. `time: unknown unit "d" in duration "1d"`
 */
export function parseDuration(text: string): bigint {
  const negative = text.startsWith('-');
  const unsigned = /^[-+]/.test(text) ? text.slice(1) : text;
  if (unsigned === '0') return 0n;
  if (unsigned === '') throw durationError('invalid duration', text);
  const sum = sumOfParts(unsigned, text);
  if (negative) return BigInt.asIntN(64, -sum);
  if (sum > maxDuration) throw durationError('invalid duration', text);
  return sum;
}

function sumOfParts(parts: string, text: string): bigint {
  const part = /(\d*)(\.(\d*))?([^.\d]*)/uy;
  let sum = 0n;
  while (part.lastIndex < parts.length) {
    const [matched, whole = '', , fraction = '', unitName = ''] = part.exec(parts) ?? [''];
    if (matched === '' || (whole === '' && fraction === '')) throw durationError('invalid duration', text);
    if (!fitsInt63(whole)) throw durationError('invalid duration', text);
    if (unitName === '') throw durationError('missing unit in duration', text);
    const unit = units.get(unitName);
    if (unit === undefined) throw durationError(`unknown unit ${quoteText(unitName)} in duration`, text);
    sum += partValue(BigInt(whole), fraction, unit, text);
    if (sum > 1n << 63n) throw durationError('invalid duration', text);
  }
  return sum;
}

function fitsInt63(digits: string): boolean {
  const significant = digits.replace(/^0+/, '');
  return significant.length <= 19 && BigInt(significant) <= 1n << 63n;
}

function partValue(whole: bigint, fraction: string, unit: bigint, text: string): bigint {
  if (whole > (1n << 63n) / unit) throw durationError('invalid duration', text);
  const { value, scale } = leadingFraction(fraction);
  const total = whole * unit + BigInt(Math.trunc(Number(value) * (Number(unit) / scale)));
  if (total > 1n << 63n) throw durationError('invalid duration', text);
  return total;
}

/** The digits of a fraction as far as they fit 63 bits; the rest is dropped. */
function leadingFraction(digits: string): { value: bigint; scale: number } {
  let value = 0n;
  let scale = 1;
  for (const digit of digits) {
    if (value > maxDuration / 10n) break;
    const next = value * 10n + BigInt(digit);
    if (next > 1n << 63n) break;
    value = next;
    scale *= 10;
  }
  return { value, scale };
}

function durationError(message: string, text: string): GoError {
  return new GoError(`time: ${message} ${quoteText(text)}`);
}

function quoteText(text: string): string {
  return quoteBytes(toByteString(text));
}

/** `nanoseconds` rounded toward zero to a multiple of `unit`, as Go's `time.Duration.Truncate`. */
export function truncateDuration(nanoseconds: bigint, unit: bigint): bigint {
  return unit <= 0n ? nanoseconds : nanoseconds - (nanoseconds % unit);
}

/** `nanoseconds` rounded half away from zero to a multiple of `unit`, as Go's `time.Duration.Round`. */
export function roundDuration(nanoseconds: bigint, unit: bigint): bigint {
  if (unit <= 0n) return nanoseconds;
  const length = nanoseconds < 0n ? -nanoseconds : nanoseconds;
  const rest = length % unit;
  const rounded = rest * 2n < unit ? length - rest : length - rest + unit;
  return clampDuration(nanoseconds < 0n ? -rounded : rounded);
}

/** The nearest nanoseconds that a Go `time.Duration` can hold. */
export function clampDuration(nanoseconds: bigint): bigint {
  return nanoseconds > maxDuration ? maxDuration : nanoseconds < minDuration ? minDuration : nanoseconds;
}

/** Nanoseconds in floating units of `unit` nanoseconds, rounded as Go's `Seconds`, `Minutes` and `Hours`. */
export function inUnits(nanoseconds: bigint, unit: bigint): number {
  return Number(nanoseconds / unit) + Number(nanoseconds % unit) / Number(unit);
}

type Method = readonly [signature: string, implementation: (nanoseconds: bigint, argument: bigint) => unknown];

const methods: ReadonlyMap<string, Method> = new Map<string, Method>([
  ['Abs', ['func() time.Duration', (d) => clampDuration(d < 0n ? -d : d)]],
  ['Hours', ['func() float64', (d) => inUnits(d, hour)]],
  ['Microseconds', ['func() int64', (d) => d / microsecond]],
  ['Milliseconds', ['func() int64', (d) => d / millisecond]],
  ['Minutes', ['func() float64', (d) => inUnits(d, minute)]],
  ['Nanoseconds', ['func() int64', (d) => d]],
  ['Round', ['func(time.Duration) time.Duration', roundDuration]],
  ['Seconds', ['func() float64', (d) => inUnits(d, second)]],
  ['String', ['func() string', (d) => durationString(d)]],
  ['Truncate', ['func(time.Duration) time.Duration', truncateDuration]],
]);

/** A method of a `time.Duration`. */
export function durationMethod(duration: GoNum, name: string): GoFunc | undefined {
  const method = methods.get(name);
  if (!method) return undefined;
  const [signature, implementation] = method;
  return native(signature, (argument: bigint) => implementation(BigInt(duration.value), argument));
}
