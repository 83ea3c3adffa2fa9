const decimal: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
};
const binary = ['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
const pattern = /^(\d+\.?\d*|\.\d+)(?:([eE][+-]?\d{1,2})|([numkMGTPE]|[KMGTPE]i)?)$/;

/** The amount of a Kubernetes quantity such as `250m` or `1.5Gi`, undefined for any other text and for negative ones. */
export function amountOf(quantity: string): number | undefined {
  const [, number = '', exponent = '', suffix = ''] = pattern.exec(quantity) ?? [];
  if (number === '') return undefined;
  if (exponent !== '') return Number(`${number}${exponent}`);
  const power = binary.indexOf(suffix);
  return Number(number) * (power === -1 ? (decimal[suffix] ?? 1) : 1024 ** (power + 1));
}

/** Whether two quantities are the same amount, however they are written: the API server has a way of its own. */
export function sameAmount(a: unknown, b: unknown): boolean {
  if (typeof a !== 'string' || typeof b !== 'string') return a === b;
  const amount = amountOf(a);
  return a === b || (amount !== undefined && amount === amountOf(b));
}
