/** math.Frexp of a finite number other than 0: a mantissa of at least a half and below 1, and an exponent of 2. */
export function frexp(x: number): [mantissa: number, exponent: number] {
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
export function ldexp(mantissa: number, exponent: number): number {
  if (mantissa === 0 || !Number.isFinite(mantissa)) return mantissa;
  const [half, own] = frexp(mantissa);
  const total = own + exponent;
  if (total > 1024) return half < 0 ? -Infinity : Infinity;
  if (total < -1080) return half < 0 ? -0 : 0;
  return total > -1000 ? half * 2 * 2 ** (total - 1) : half * 2 ** -500 * 2 ** (total + 500);
}
