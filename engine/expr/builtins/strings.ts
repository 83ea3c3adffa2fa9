import { GoError, panic } from '../../go/error.ts';
import { isSpace, lowerText, upperText } from '../../go/unicode.ts';
import { byteLength } from '../../go/utf8.ts';
import { GoNil, GoSlice, int } from '../../go/value.ts';
import type { Builtin } from '../builtin.ts';
import type { Machine } from '../machine.ts';
import { asString, strings, toInt, typeText } from '../runtime/convert.ts';
import { changeBytewise, endsWith, fromLatin1, latin1, startsWith } from '../runtime/text.ts';
import { types } from './define.ts';

/** The argument at an index. @throws {GoError} as Go's slices do when there is none */
export function argument(args: readonly unknown[], index: number): unknown {
  if (index < args.length) return args[index];
  throw panic(`runtime error: index out of range [${index}] with length ${args.length}`);
}

function textArgument(args: readonly unknown[], index: number): string {
  return asString(argument(args, index));
}

function badCount(name: string, expected: string, got: number): GoError {
  return new GoError(`invalid number of arguments for ${name} (expected ${expected}, got ${got})`);
}

function chars(text: string): string[] {
  return Array.from(text);
}

function trimRunes(text: string, isCut: (char: string) => boolean): string {
  const all = chars(text);
  let start = 0;
  let end = all.length;
  while (start < end && isCut(all[start] as string)) start++;
  while (end > start && isCut(all[end - 1] as string)) end--;
  return all.slice(start, end).join('');
}

function trim(args: readonly unknown[]): unknown {
  if (args.length < 1 || args.length > 2) throw badCount('trim', '1 or 2', args.length);
  const text = textArgument(args, 0);
  if (args.length === 1) return trimRunes(text, (char) => isSpace(char.codePointAt(0) as number));
  const cutset = new Set(chars(textArgument(args, 1)));
  return trimRunes(text, (char) => cutset.has(char));
}

/** The second argument of trimPrefix and trimSuffix, read before the first. */
function affixed(args: readonly unknown[]): [text: string, affix: string] {
  const affix = args.length === 2 ? textArgument(args, 1) : ' ';
  return [textArgument(args, 0), affix];
}

const withoutPrefix = changeBytewise((text, prefix) => (text.startsWith(prefix) ? text.slice(prefix.length) : text));
const withoutSuffix = changeBytewise((text, suffix) =>
  text.endsWith(suffix) ? text.slice(0, text.length - suffix.length) : text,
);

/** The parts between occurrences of `separator`, at most `count` unless it is negative; characters for an empty separator. */
function parts(text: string, separator: string, count: number, keep: boolean): string[] {
  if (!separator.isWellFormed()) return parts(latin1(text), latin1(separator), count, keep).map(fromLatin1);
  const all = separator === '' ? chars(text) : text.split(separator);
  const limited = count < 0 || all.length <= count ? all : all.slice(0, count - 1);
  if (limited !== all) limited.push(all.slice(count - 1).join(separator));
  return keep ? limited.map((part, i) => (i < limited.length - 1 ? part + separator : part)) : limited;
}

function splitter(name: string, keep: boolean): Builtin {
  return {
    name,
    call: (args, machine) => {
      if (args.length < 2 || args.length > 3) throw badCount(name, '2 or 3', args.length);
      const text = textArgument(args, 0);
      const separator = textArgument(args, 1);
      const count = args.length === 3 ? Number(toInt(args[2])) : -1;
      if (count === 0) return new GoNil('[]string');
      const found = parts(text, separator, count, keep);
      machine.run.allocate(found.length);
      return strings(found);
    },
    types: types('func(string, string) []string', 'func(string, string, int) []string'),
  };
}

function replace(args: readonly unknown[], { run }: Machine): unknown {
  if (args.length < 3 || args.length > 4) throw badCount('replace', '3 or 4', args.length);
  const [text, old, fresh] = [textArgument(args, 0), textArgument(args, 1), textArgument(args, 2)];
  const limit = args.length === 4 ? Number(toInt(args[3])) : -1;
  if (old === fresh || limit === 0) return text;
  const pieces = old === '' ? ['', ...chars(text), ''] : parts(text, old, -1, false);
  const count = limit < 0 ? pieces.length - 1 : Math.min(limit, pieces.length - 1);
  run.checkLength(text.length + count * fresh.length);
  return (
    pieces.slice(0, count + 1).join(fresh) +
    pieces
      .slice(count + 1)
      .map((piece) => old + piece)
      .join('')
  );
}

function repeat(args: readonly unknown[], machine: Machine): unknown {
  const text = textArgument(args, 0);
  const count = toInt(argument(args, 1));
  if (count < 0) throw new GoError(`invalid argument for repeat (expected positive integer, got ${count})`);
  if (count > 1e6) throw new GoError('memory budget exceeded');
  machine.grow(byteLength(text) * Number(count));
  return text.repeat(Number(count));
}

function join(args: readonly unknown[], { run }: Machine): unknown {
  const glue = args.length === 2 ? textArgument(args, 1) : '';
  const list = argument(args, 0);
  const items = Array.isArray(list) ? list.map(asString) : textsIn(list);
  if (!items) throw new GoError(`invalid argument for join (type ${list === null ? '%!s(<nil>)' : typeText(list)})`);
  run.checkLength(items.reduce((length, item) => length + item.length + glue.length, 0));
  return items.join(glue);
}

const joinable = new Set(['[]string', '[]interface {}']);

function textsIn(list: unknown): string[] | undefined {
  if (list instanceof GoSlice && list.type.name === '[]string') return list.items as string[];
  return list instanceof GoNil && joinable.has(list.type.name) ? [] : undefined;
}

/** The byte offset of the first or last occurrence of the second argument in the first, -1 for none. */
function byteOffset(args: readonly unknown[], search: 'indexOf' | 'lastIndexOf'): unknown {
  const text = textArgument(args, 0);
  const part = textArgument(args, 1);
  if (!part.isWellFormed()) return int(latin1(text)[search](latin1(part)));
  const index = text[search](part);
  return int(index < 0 ? -1 : byteLength(text.slice(0, index)));
}

const textToText = types('func(string) string');
const twoTextsToText = types('func(string, string) string', 'func(string) string');

/** Functions of strings. */
export const stringBuiltins: readonly Builtin[] = [
  { name: 'trim', call: trim, types: types('func(string) string', 'func(string, string) string') },
  { name: 'trimPrefix', call: (args) => withoutPrefix(...affixed(args)), types: twoTextsToText },
  { name: 'trimSuffix', call: (args) => withoutSuffix(...affixed(args)), types: twoTextsToText },
  { name: 'upper', fast: (value) => upperText(asString(value)), types: textToText },
  { name: 'lower', fast: (value) => lowerText(asString(value)), types: textToText },
  splitter('split', false),
  splitter('splitAfter', true),
  {
    name: 'replace',
    call: replace,
    types: types('func(string, string, string, int) string', 'func(string, string, string) string'),
  },
  { name: 'repeat', call: repeat, types: types('func(string, int) string') },
  {
    name: 'join',
    call: join,
    types: types(
      'func([]string, string) string',
      'func([]interface {}, string) string',
      'func([]interface {}) string',
      'func([]string, string) string',
      'func([]string) string',
    ),
  },
  {
    name: 'indexOf',
    call: (args) => byteOffset(args, 'indexOf'),
    types: types('func(string, string) int'),
  },
  {
    name: 'lastIndexOf',
    call: (args) => byteOffset(args, 'lastIndexOf'),
    types: types('func(string, string) int'),
  },
  {
    name: 'hasPrefix',
    call: (args) => startsWith(textArgument(args, 0), textArgument(args, 1)),
    types: types('func(string, string) bool'),
  },
  {
    name: 'hasSuffix',
    call: (args) => endsWith(textArgument(args, 0), textArgument(args, 1)),
    types: types('func(string, string) bool'),
  },
];
