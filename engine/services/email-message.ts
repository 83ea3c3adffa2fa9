import { encodeHeaderValue, quotedPrintable } from '../go/mime.ts';
import { type GoTime, layouts } from '../go/time/index.ts';

export interface EmailMessage {
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly body: string;
  readonly html: boolean;
  readonly date: GoTime;
}

/** The message as gomail v2 writes it, ASCII with CRLF; gomail's order of the headers is random. */
export function formatMessage({ from, to, subject, body, html, date }: EmailMessage): string {
  const headers = [
    header('Date', [date.format(layouts.rfc1123Z)]),
    header('From', [encodeHeaderValue(from)]),
    header('To', to.map(encodeHeaderValue)),
    header('Subject', [encodeHeaderValue(subject)]),
    header('Content-Type', [`${html ? 'text/html' : 'text/plain'}; charset=UTF-8`]),
    header('Content-Transfer-Encoding', ['quoted-printable']),
  ];
  return `Mime-Version: 1.0\r\n${headers.join('')}\r\n${quotedPrintable(body)}`;
}

/** Characters of a continuation line after its space. */
const lineLength = 75;

/** One header, folded at spaces where it would be longer than 76 characters. */
function header(name: string, values: readonly string[]): string {
  let out = `${name}: `;
  let left = 76 - out.length;
  for (const [i, value] of values.entries()) {
    if (left < 1) {
      out += i === 0 ? '\r\n ' : ',\r\n ';
      left = lineLength;
    } else if (i > 0) {
      out += ', ';
      left -= 2;
    }
    let rest = value;
    while (rest.length > left) {
      const [line, next] = breakLine(rest, left);
      out += line;
      rest = next;
      left = lineLength;
    }
    out += rest;
    left -= rest.length;
  }
  return `${out}\r\n`;
}

/** The part of a value that goes on the line, with the line's end, and what remains; all of it where it has no space. */
function breakLine(value: string, left: number): [line: string, rest: string] {
  const before = left > 0 ? value.lastIndexOf(' ', left - 1) : -1;
  const at = before >= 0 ? before : value.indexOf(' ', lineLength);
  return at < 0 ? [value, ''] : [`${value.slice(0, at)}\r\n `, value.slice(at + 1)];
}
