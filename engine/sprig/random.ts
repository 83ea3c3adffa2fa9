import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import { encodeBase64 } from '../go/base64.ts';
import { panic } from '../go/error.ts';
import { native, nativeRun } from '../go/native.ts';
import type { Run } from '../go/run.ts';
import { runes } from '../go/utf8.ts';
import type { GoFunc } from '../go/value.ts';

const digits = '0123456789';
const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const ascii = Array.from({ length: 95 }, (_, i) => String.fromCharCode(0x20 + i)).join('');

/** Random text of `count` of the given characters; empty for a negative count. */
function randomText(characters: string): GoFunc {
  return nativeRun('func(int) string', (run, count: number) => {
    const length = Math.max(0, count);
    run.checkLength(length);
    run.step(length);
    return Array.from({ length }, () => characters[randomInt(characters.length)]).join('');
  });
}

function randBytes(run: Run, count: number): string {
  if (count < 0) throw panic('runtime error: makeslice: len out of range');
  run.checkLength(count);
  return encodeBase64(randomBytes(count));
}

/** An integer of `min <= n < max`. @throws {GoError} a panic when there is none */
function randInt(min: number, max: number): number {
  if (max <= min) throw panic('invalid argument to Intn');
  return min + Math.floor(Math.random() * (max - min));
}

function shuffle(run: Run, text: string): string {
  run.step(2 * text.length);
  const shuffled = runes(text);
  for (let i = shuffled.length - 1; i > 0; i--) {
    const other = randomInt(i + 1);
    [shuffled[i], shuffled[other]] = [shuffled[other] as number, shuffled[i] as number];
  }
  return shuffled.map((rune) => String.fromCodePoint(rune)).join('');
}

/** sprig's random texts and numbers. Those that sprig draws from a cryptographic source are drawn from one here too. */
export const randomFunctions: Readonly<Record<string, GoFunc>> = {
  randAlpha: randomText(letters),
  randAlphaNum: randomText(letters + digits),
  randNumeric: randomText(digits),
  randAscii: randomText(ascii),
  randBytes: nativeRun('func(int) (string, error)', randBytes),
  randInt: native('func(int, int) int', randInt),
  shuffle: nativeRun('func(string) string', shuffle),
  uuidv4: native('func() string', () => randomUUID()),
};
