import { toBytes } from './utf8.ts';

const openWord = '=?UTF-8?q?';
const closeWord = '?=';
/** Characters of an encoded-word between its ends; a word has 75. */
const wordLength = 75 - openWord.length - closeWord.length;

function encodeByte(byte: number): string {
  return `=${byte.toString(16).toUpperCase().padStart(2, '0')}`;
}

/** A header value as RFC 2047 encoded-words where it is not printable ASCII (Go's `mime.QEncoding.Encode`). */
export function encodeHeaderValue(text: string): string {
  if (/^[\t -~]*$/.test(text)) return text;
  let out = openWord;
  let length = 0;
  for (const char of text) {
    const encoded = encodeQ(char);
    const width = encoded === '_' ? 1 : encoded.length;
    if (length + width > wordLength) {
      out += `${closeWord} ${openWord}`;
      length = 0;
    }
    out += encoded;
    length += width;
  }
  return out + closeWord;
}

function encodeQ(char: string): string {
  if (char === ' ') return '_';
  if (char >= '!' && char <= '~' && !'=?_'.includes(char)) return char;
  return Array.from(toBytes(char), encodeByte).join('');
}

const lineLength = 76;

/** A text as quoted-printable with CRLF line ends (Go's `quotedprintable.Writer`). */
export function quotedPrintable(text: string): string {
  // Go takes a LF for the second half of a CRLF also when only bytes that it encodes stand between them.
  const breaks = text.replace(/\r([^\t\r\n -<>-~]*)\n/g, '\r$1');
  return breaks
    .split(/[\r\n]/)
    .map(encodeLine)
    .join('\r\n');
}

function encodeLine(text: string): string {
  const out: string[] = [];
  let line = '';
  const add = (piece: string) => {
    if (line.length + piece.length > lineLength - 1) {
      out.push(`${line}=\r\n`);
      line = '';
    }
    line += piece;
  };
  for (const byte of toBytes(text)) {
    const plain = byte === 0x09 || (byte >= 0x20 && byte <= 0x7e && byte !== 0x3d);
    add(plain ? String.fromCharCode(byte) : encodeByte(byte));
  }
  const last = line.at(-1);
  if (last === ' ' || last === '\t') {
    line = line.slice(0, -1);
    add(encodeByte(last.charCodeAt(0)));
  }
  return out.join('') + line;
}
