import type { ScalarNode } from '../../../engine/config/parser.ts';

/**
 * For each UTF-16 unit of a scalar's content, and for its end, the offset in the source where it is written. White space that
 * folding made is where the line ends.
 */
export function scalarOffsets(source: string, node: ScalarNode): number[] {
  const start = contentStart(source, node.mark.offset);
  return node.style === 'literal' ? literalOffsets(source, node.text, start) : pairedOffsets(source, node, start);
}

/** Behind anchors and tags. */
function contentStart(source: string, offset: number): number {
  const properties = /^(?:[&!]\S*\s+)+/.exec(source.slice(offset, offset + 1024));
  return offset + (properties?.[0].length ?? 0);
}

function literalOffsets(source: string, text: string, start: number): number[] {
  const offsets: number[] = [];
  const content = text.split('\n');
  const lines = linesFrom(source, start, content.length + 1).slice(1);
  const first = content.findIndex((line) => line !== '');
  const model = lines[first];
  const indent = model ? model.end - model.start - (content[first]?.length ?? 0) : 0;
  for (const [i, line] of content.entries()) {
    const { start: from, end } = lines[i] ?? { start: source.length, end: source.length };
    const base = Math.min(from + indent, end);
    for (let k = 0; k <= line.length; k++) offsets.push(Math.min(base + k, source.length));
  }
  return offsets;
}

/** So many lines from an offset on. */
function linesFrom(source: string, start: number, count: number): { start: number; end: number }[] {
  const lines: { start: number; end: number }[] = [];
  const lineBreak = /\r\n|[\n\r\u0085\u2028\u2029]|$/g;
  for (let from = start; lines.length < count; ) {
    lineBreak.lastIndex = from;
    const found = lineBreak.exec(source);
    const end = found?.index ?? source.length;
    lines.push({ start: from, end });
    from = end + (found?.[0].length ?? 0);
    if (end === source.length) break;
  }
  return lines;
}

/** One thing that is written: a character other than white space, or an escape. */
interface Written {
  readonly offset: number;
  readonly value: string;
}

/** Pairs what is written, in order, with the content; white space between belongs behind what stands before it. */
function pairedOffsets(source: string, { text, style }: ScalarNode, start: number): number[] {
  const offsets: number[] = [];
  let at = 0;
  let behind = start + (style === 'single' || style === 'double' ? 1 : 0);
  for (const { offset, value } of written(source, style, start)) {
    while (at < text.length && !text.startsWith(value, at) && isSpace(text, at)) offsets[at++] = behind;
    if (at >= text.length) break;
    for (let i = 0; i < value.length; i++) offsets[at++] = offset;
    behind = offset + 1;
  }
  while (at <= text.length) offsets[at++] = behind;
  return offsets;
}

function isSpace(text: string, at: number): boolean {
  return /\s/.test(text.charAt(at));
}

function* written(source: string, style: ScalarNode['style'], start: number): Generator<Written> {
  let offset = start;
  if (style === 'folded') offset = source.indexOf('\n', start) + 1 || source.length;
  if (style === 'single' || style === 'double') offset++;
  while (offset < source.length) {
    const character = source.charAt(offset);
    if (style === 'single' && character === "'") {
      yield { offset, value: "'" };
      offset += 2;
    } else if (style === 'double' && character === '\\') {
      const escaped = escapeAt(source, offset);
      if (escaped.value !== '') yield { offset, value: escaped.value };
      offset += escaped.length;
    } else {
      if (!/\s/.test(character)) yield { offset, value: character };
      offset++;
    }
  }
}

const escapes: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  t: '\t',
  '\t': '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
  e: '\x1b',
  ' ': ' ',
  '"': '"',
  "'": "'",
  '\\': '\\',
  N: '\x85',
  _: '\xa0',
  L: '\u2028',
  P: '\u2029',
};
const codeLengths: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/** What an escape of a double-quoted scalar stands for; nothing for an escaped line break. */
function escapeAt(source: string, offset: number): { value: string; length: number } {
  const kind = source.charAt(offset + 1);
  const digits = codeLengths[kind];
  if (digits !== undefined) {
    const code = Number.parseInt(source.slice(offset + 2, offset + 2 + digits), 16);
    return { value: String.fromCodePoint(Number.isNaN(code) ? 0xfffd : code), length: 2 + digits };
  }
  return { value: escapes[kind] ?? '', length: 2 };
}
