/** The first `count` 32-bit words of the fraction of pi, which Blowfish takes its tables from. */
function piWords(count: number): Uint32Array {
  const bits = BigInt(count * 32 + 64);
  const one = 1n << bits;
  const fraction = (16n * arctanOfInverse(5n, one) - 4n * arctanOfInverse(239n, one)) & (one - 1n);
  const hex = fraction.toString(16).padStart(count * 8 + 16, '0');
  return Uint32Array.from({ length: count }, (_, i) => Number.parseInt(hex.slice(i * 8, i * 8 + 8), 16));
}

/** arctan(1/x) in units of `one`. */
function arctanOfInverse(x: bigint, one: bigint): bigint {
  const square = x * x;
  let power = one / x;
  let sum = power;
  for (let n = 3n, sign = -1n; power !== 0n; n += 2n, sign = -sign) {
    power /= square;
    sum += (sign * power) / n;
  }
  return sum;
}

const rounds = 16;
const subkeyCount = rounds + 2;

/** The block cipher Blowfish with the key schedules that bcrypt uses. Blocks are two 32-bit words. */
export class Blowfish {
  private readonly subkeys: Uint32Array;
  private readonly boxes: Uint32Array;
  /** The block at hand, in place. */
  private readonly block = new Uint32Array(2);

  constructor() {
    const words = piWords(subkeyCount + 4 * 256);
    this.subkeys = words.slice(0, subkeyCount);
    this.boxes = words.slice(subkeyCount);
  }

  /** Mixes a key into the state, and a salt of whole words, both repeated as often as needed. */
  expand(key: Uint32Array, salt: Uint32Array): void {
    const block = this.block.fill(0);
    const subkeys = this.subkeys;
    for (let i = 0; i < subkeys.length; i++) subkeys[i] = (subkeys[i] as number) ^ (key[i % key.length] as number);
    let at = 0;
    for (const table of [subkeys, this.boxes]) {
      for (let i = 0; i < table.length; i += 2) {
        block[0] = (block[0] as number) ^ (salt[at++ % salt.length] as number);
        block[1] = (block[1] as number) ^ (salt[at++ % salt.length] as number);
        this.encrypt(block, 0);
        table.set(block, i);
      }
    }
  }

  /** Encrypts the two words at `at` in place. */
  encrypt(words: Uint32Array, at: number): void {
    const subkeys = this.subkeys;
    const boxes = this.boxes;
    let left = words[at] as number;
    let right = words[at + 1] as number;
    for (let i = 0; i < rounds; i++) {
      left ^= subkeys[i] as number;
      const sum = (boxes[left >>> 24] as number) + (boxes[0x100 | ((left >>> 16) & 0xff)] as number);
      const mixed = (sum ^ (boxes[0x200 | ((left >>> 8) & 0xff)] as number)) + (boxes[0x300 | (left & 0xff)] as number);
      const swapped = right ^ mixed;
      right = left;
      left = swapped;
    }
    words[at] = right ^ (subkeys[rounds + 1] as number);
    words[at + 1] = left ^ (subkeys[rounds] as number);
  }
}
