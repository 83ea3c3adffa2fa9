import { fma } from './fma.ts';

const upperLn2 = 0.693147180559663;
const lowerLn2 = 2.8235290563031577e-13;

/** 1/8! … 1/3!, 1/2!, 1/1!, as Go writes them. */
const taylor = [
  0.0000248015873015873, 0.0001984126984126984, 0.001388888888888889, 0.008333333333333333, 0.041666666666666664,
  0.16666666666666666, 0.5, 1,
];

/** math.Exp of Go's exp_amd64.s on a machine with FMA, which differs from JavaScript's in the last digit. For |x| < 700. */
export function exp(x: number): number {
  const exponent = roundHalfEven(Math.LOG2E * x);
  const reduced = fma(-exponent, lowerLn2, fma(-exponent, upperLn2, x)) * 0.0625;
  const [first = 0, ...rest] = taylor;
  let value = reduced * rest.reduce((sum, factor) => fma(sum, reduced, factor), first);
  for (let i = 0; i < 3; i++) value *= value + 2;
  return fma(value, value + 2, 1) * 2 ** exponent;
}

function roundHalfEven(x: number): number {
  const low = Math.floor(x);
  const over = x - low;
  return over > 0.5 || (over === 0.5 && low % 2 !== 0) ? low + 1 : low;
}
