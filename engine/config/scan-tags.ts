import { codeOf, isBlank, isBlankOrEnd, isBreakOrEnd, isDigit, isWord } from './characters.ts';
import type { Cursor } from './cursor.ts';

const bang = codeOf('!');
const percent = codeOf('%');
const uriMarks: ReadonlySet<number> = new Set([...";/?:@&=+$,.!~*'()[]%"].map(codeOf));
const anchorEnds: ReadonlySet<number> = new Set([...'?:,]}%@`'].map(codeOf));

/** A tag as it is written: the handle it begins with, empty for a verbatim one, and the rest. */
export interface TagText {
  readonly handle: string;
  readonly suffix: string;
}

/** What a `%` line says. */
export type Directive =
  | { readonly kind: 'version'; readonly major: number; readonly minor: number }
  | { readonly kind: 'tag'; readonly handle: string; readonly prefix: string };

/** The name behind the `&` or `*` at the cursor. */
export function scanAnchor(cursor: Cursor): string {
  cursor.offset++;
  const name = readWord(cursor);
  if (name === '' || !(isBlankOrEnd(cursor.peek()) || anchorEnds.has(cursor.peek()))) {
    throw cursor.fail('did not find expected alphabetic or numeric character');
  }
  return name;
}

/** The tag at the cursor. */
export function scanTag(cursor: Cursor): TagText {
  const tag = cursor.text.charAt(cursor.offset + 1) === '<' ? verbatimTag(cursor) : shorthandTag(cursor);
  if (!isBlankOrEnd(cursor.peek())) throw cursor.fail('did not find expected whitespace or line break');
  return tag;
}

function verbatimTag(cursor: Cursor): TagText {
  cursor.offset += 2;
  const suffix = readUri(cursor, '');
  if (cursor.text.charAt(cursor.offset) !== '>') throw cursor.fail("did not find the expected '>'");
  cursor.offset++;
  return { handle: '', suffix };
}

function shorthandTag(cursor: Cursor): TagText {
  const handle = readHandle(cursor);
  if (handle.length > 1 && handle.endsWith('!')) return { handle, suffix: readUri(cursor, '') };
  const suffix = readUri(cursor, handle);
  return suffix === '' ? { handle: '', suffix: '!' } : { handle: '!', suffix };
}

function readWord(cursor: Cursor): string {
  const start = cursor.offset;
  while (isWord(cursor.peek())) cursor.offset++;
  return cursor.text.slice(start, cursor.offset);
}

function readHandle(cursor: Cursor): string {
  if (cursor.peek() !== bang) throw cursor.fail("did not find expected '!'");
  const start = cursor.offset++;
  readWord(cursor);
  if (cursor.peek() === bang) cursor.offset++;
  return cursor.text.slice(start, cursor.offset);
}

/** The rest of a tag; `head` is a handle that turned out to be its beginning. */
function readUri(cursor: Cursor, head: string): string {
  let uri = head.slice(1);
  const start = cursor.offset;
  for (let code = cursor.peek(); isWord(code) || uriMarks.has(code); code = cursor.peek()) {
    uri += code === percent ? readEscapes(cursor) : cursor.text.charAt(cursor.offset++);
  }
  if (cursor.offset === start && head === '') throw cursor.fail('did not find expected tag URI');
  return uri;
}

/** The character whose UTF-8 bytes stand at the cursor as `%XX`. */
function readEscapes(cursor: Cursor): string {
  const bytes: number[] = [];
  do {
    const octet = /^%[0-9a-fA-F]{2}/.exec(cursor.text.slice(cursor.offset, cursor.offset + 3))?.[0];
    if (octet === undefined) throw cursor.fail('did not find URI escaped octet');
    const byte = Number.parseInt(octet.slice(1), 16);
    const fits = bytes.length === 0 ? widthOf(byte) > 0 : (byte & 0xc0) === 0x80;
    if (!fits) throw cursor.fail(`found an incorrect ${bytes.length === 0 ? 'leading' : 'trailing'} UTF-8 octet`);
    bytes.push(byte);
    cursor.offset += 3;
  } while (bytes.length < widthOf(bytes[0] ?? 0));
  return Buffer.from(bytes).toString();
}

function widthOf(byte: number): number {
  if (byte < 0x80) return 1;
  if ((byte & 0xe0) === 0xc0) return 2;
  if ((byte & 0xf0) === 0xe0) return 3;
  return (byte & 0xf8) === 0xf0 ? 4 : 0;
}

/** The directive at the cursor, which stands behind its line then. */
export function scanDirective(cursor: Cursor): Directive {
  cursor.offset++;
  const name = readWord(cursor);
  if (name === '') throw cursor.fail('could not find expected directive name');
  if (!isBlankOrEnd(cursor.peek())) throw cursor.fail('found unexpected non-alphabetical character');
  if (name !== 'YAML' && name !== 'TAG') throw cursor.fail('found unknown directive name');
  cursor.skipBlanks();
  const directive = name === 'YAML' ? versionDirective(cursor) : tagDirective(cursor);
  cursor.skipBlanks();
  if (cursor.peek() === codeOf('#')) cursor.skipToBreak();
  if (!isBreakOrEnd(cursor.peek())) throw cursor.fail('did not find expected comment or line break');
  cursor.readBreak();
  return directive;
}

function versionDirective(cursor: Cursor): Directive {
  const major = versionNumber(cursor);
  if (cursor.text.charAt(cursor.offset) !== '.') throw cursor.fail("did not find expected digit or '.' character");
  cursor.offset++;
  return { kind: 'version', major, minor: versionNumber(cursor) };
}

function versionNumber(cursor: Cursor): number {
  const start = cursor.offset;
  while (isDigit(cursor.peek())) cursor.offset++;
  const digits = cursor.text.slice(start, cursor.offset);
  if (digits === '') throw cursor.fail('did not find expected version number');
  if (digits.length > 2) throw cursor.fail('found extremely long version number');
  return Number(digits);
}

function tagDirective(cursor: Cursor): Directive {
  const handle = readHandle(cursor);
  if (handle !== '!' && !(handle.length > 1 && handle.endsWith('!'))) throw cursor.fail("did not find expected '!'");
  if (!isBlank(cursor.peek())) throw cursor.fail('did not find expected whitespace');
  cursor.skipBlanks();
  const prefix = readUri(cursor, '');
  if (!isBlankOrEnd(cursor.peek())) throw cursor.fail('did not find expected whitespace or line break');
  return { kind: 'tag', handle, prefix };
}
