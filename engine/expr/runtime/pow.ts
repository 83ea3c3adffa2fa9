/** Go's math.Pow, which differs from JavaScript's in the last digit and at 1 ** NaN. */
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
    result = Math.exp(fraction * Math.log(x));
  }
  const power = wholePower(x, BigInt(whole));
  result *= power.mantissa;
  return y < 0 ? scale(1 / result, -power.exponent) : scale(result, power.exponent);
}

/** Exponents too large to multiply out. */
function huge(x: number, y: number): number {
  if (x === -1) return 1;
  return Math.abs(x) < 1 === y > 0 ? 0 : Infinity;
}

/** x to a whole power as mantissa and exponent of 2, by repeated squaring. */
function wholePower(x: number, power: bigint): { mantissa: number; exponent: number } {
  let [square, squareExponent] = split(x);
  let mantissa = 1;
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

/** math.Frexp: a mantissa of at least a half and below 1, and an exponent of 2. */
function split(x: number): [mantissa: number, exponent: number] {
  let mantissa = x;
  let exponent = 0;
  while (Math.abs(mantissa) >= 1) {
    mantissa /= 2;
    exponent++;
  }
  while (Math.abs(mantissa) < 0.5) {
    mantissa *= 2;
    exponent--;
  }
  return [mantissa, exponent];
}

/** math.Ldexp: rounds once, also into the subnormal range. */
function scale(mantissa: number, exponent: number): number {
  if (mantissa === 0 || !Number.isFinite(mantissa)) return mantissa;
  const [half, own] = split(mantissa);
  const total = own + exponent;
  if (total > 1024) return half < 0 ? -Infinity : Infinity;
  if (total < -1080) return half < 0 ? -0 : 0;
  return total > -1000 ? half * 2 * 2 ** (total - 1) : half * 2 ** -500 * 2 ** (total + 500);
}
