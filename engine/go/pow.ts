import { exp } from './exp.ts';
import { frexp, ldexp } from './frexp.ts';
import { log } from './log.ts';

/** math.Pow as Go has it on amd64, which differs from JavaScript's in the last digit and at 1 ** NaN. */
export function pow(x: number, y: number): number {
  if (y === 0 || x === 1) return 1;
  if (y === 1) return x;
  if (Number.isNaN(x) || Number.isNaN(y)) return Number.NaN;
  if (x === 0 || !Number.isFinite(x) || !Number.isFinite(y)) return special(x, y);
  if (y === 0.5) return Math.sqrt(x);
  if (y === -0.5) return 1 / Math.sqrt(x);
  return finite(x, y);
}

function special(x: number, y: number): number {
  if (!Number.isFinite(y) && x === -1) return 1;
  return x ** y;
}

function finite(x: number, y: number): number {
  let whole = Math.trunc(Math.abs(y));
  let fraction = Math.abs(y) - whole;
  if (fraction !== 0 && x < 0) return Number.NaN;
  if (whole >= 2 ** 63) return huge(x, y);
  let result = 1;
  if (fraction !== 0) {
    if (fraction > 0.5) {
      fraction--;
      whole++;
    }
    result = exp(fraction * log(x));
  }
  const { mantissa, exponent } = wholePower(result, x, BigInt(whole));
  return y < 0 ? ldexp(1 / mantissa, -exponent) : ldexp(mantissa, exponent);
}

/** Exponents too large to multiply out. */
function huge(x: number, y: number): number {
  if (x === -1) return 1;
  return Math.abs(x) < 1 === y > 0 ? 0 : Infinity;
}

/** `start` times x to a whole power as mantissa and exponent of 2, by repeated squaring. */
function wholePower(start: number, x: number, power: bigint): { mantissa: number; exponent: number } {
  let [square, squareExponent] = frexp(x);
  let mantissa = start;
  let exponent = 0;
  for (let left = power; left !== 0n; left >>= 1n) {
    if (squareExponent < -4096 || squareExponent > 4096) return { mantissa, exponent: exponent + squareExponent };
    if (left & 1n) {
      mantissa *= square;
      exponent += squareExponent;
    }
    square *= square;
    squareExponent *= 2;
    if (square < 0.5) {
      square += square;
      squareExponent--;
    }
  }
  return { mantissa, exponent };
}
