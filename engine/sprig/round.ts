/**
 * `value` rounded to `places` decimal places, up from the fraction `on` of the last place (sprig round). Fractions are
 * signed, so negative numbers are rounded down.
 */
export function round(value: number, places: number, on = 0.5): number {
  const power = powerOfTen(places);
  const digit = power * value;
  const fraction = digit - Math.trunc(digit);
  return (fraction >= on ? Math.ceil(digit) : Math.floor(digit)) / power;
}

/** 10 to an integer power with the rounding of Go's math.Pow, which differs from Math.pow in the last bit. */
function powerOfTen(exponent: number): number {
  if (exponent === 1) return 10;
  let mantissa = 1;
  let binary = 0;
  let factor = 10 / 16;
  let factorBinary = 4;
  for (let left = Math.abs(exponent); left > 0; left = Math.floor(left / 2)) {
    if (factorBinary > 1 << 12) {
      binary += factorBinary;
      break;
    }
    if (left % 2 === 1) {
      mantissa *= factor;
      binary += factorBinary;
    }
    factor *= factor;
    factorBinary *= 2;
    if (factor < 0.5) {
      factor += factor;
      factorBinary--;
    }
  }
  return exponent < 0 ? scale(1 / mantissa, -binary) : scale(mantissa, binary);
}

/** `mantissa` times 2 to `exponent`, rounded once. */
function scale(mantissa: number, exponent: number): number {
  const step = Math.max(-1000, Math.min(1000, exponent));
  return mantissa * 2 ** step * 2 ** Math.max(-1000, Math.min(1000, exponent - step));
}
