import { pow } from '../go/pow.ts';

/**
 * `value` rounded to `places` decimal places, up from the fraction `on` of the last place (sprig round). Fractions are
 * signed, so negative numbers are rounded down.
 */
export function round(value: number, places: number, on = 0.5): number {
  const power = pow(10, places);
  const digit = power * value;
  const fraction = digit - Math.trunc(digit);
  return (fraction >= on ? Math.ceil(digit) : Math.floor(digit)) / power;
}
