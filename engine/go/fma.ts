const view = new DataView(new ArrayBuffer(8));
const splitter = 2 ** 27 + 1;

/** `a * b + c` rounded once, as the FMA instruction gives it, for finite numbers far from overflow and underflow. */
export function fma(a: number, b: number, c: number): number {
  const [product, productError] = twoProduct(a, b);
  const [low, lowError] = twoSum(c, productError);
  const [high, highError] = twoSum(product, low);
  return high + addToOdd(lowError, highError);
}

/** A sum and what rounding took from it. */
function twoSum(a: number, b: number): [sum: number, error: number] {
  const sum = a + b;
  const part = sum - a;
  return [sum, a - (sum - part) + (b - part)];
}

/** A product and what rounding took from it. */
function twoProduct(a: number, b: number): [product: number, error: number] {
  const product = a * b;
  const [aHigh, aLow] = halves(a);
  const [bHigh, bLow] = halves(b);
  return [product, aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow)];
}

function halves(a: number): [high: number, low: number] {
  const scaled = a * splitter;
  const high = scaled - (scaled - a);
  return [high, a - high];
}

/** A sum rounded to odd: of the two neighbours of an inexact sum the one whose last bit is set. */
function addToOdd(a: number, b: number): number {
  const [sum, error] = twoSum(a, b);
  if (error === 0) return sum;
  view.setFloat64(0, sum);
  const bits = view.getBigInt64(0);
  if (bits & 1n) return sum;
  view.setBigInt64(0, bits + (error > 0 === sum > 0 ? 1n : -1n));
  return view.getFloat64(0);
}
