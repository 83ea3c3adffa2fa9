import { GoError } from './error.ts';
import { quote } from './strconv.ts';

/**
 * Whether `text` is an IPv4 (4) or IPv6 (6) address, the latter with or without a zone; as Go's `netip.ParseAddr`.
 * @throws {GoError} with Go's text, e.g. `ParseAddr("::g"): each colon-separated field must have at least one digit (at "g")`
 */
export function parseAddress(text: string): 4 | 6 {
  const mark = /[.:%]/.exec(text)?.[0];
  if (mark === undefined) throw addressError(text, 'unable to parse IP');
  if (mark === '%') throw addressError(text, 'missing IPv6 address');
  if (mark === '.') {
    checkIpv4(text, text);
    return 4;
  }
  checkIpv6(text);
  return 6;
}

function addressError(text: string, message: string, at = ''): GoError {
  return new GoError(`ParseAddr(${quote(text)}): ${message}${at === '' ? '' : ` (at ${quote(at)})`}`);
}

function checkIpv4(text: string, part: string): void {
  let octet = '';
  let dots = 0;
  for (let i = 0; i < part.length; i++) {
    const char = part[i] as string;
    if (char === '.') {
      if (i === 0 || i === part.length - 1 || octet === '') {
        throw addressError(text, 'IPv4 field must have at least one digit', part.slice(i));
      }
      if (++dots > 3) throw addressError(text, 'IPv4 address too long');
      octet = '';
    } else {
      if (!/\d/.test(char)) throw addressError(text, 'unexpected character', part.slice(i));
      octet += char;
      checkOctet(text, octet);
    }
  }
  if (dots < 3) throw addressError(text, 'IPv4 address too short');
}

function checkOctet(text: string, octet: string): void {
  if (/^0\d/.test(octet)) throw addressError(text, 'IPv4 field has octet with leading zero');
  if (Number(octet) > 255) throw addressError(text, 'IPv4 field has value >255');
}

/** The fields of an IPv6 address counted in bytes, and where `::` stands among them. */
interface Progress {
  rest: string;
  bytes: number;
  ellipsis: number;
}

function checkIpv6(text: string): void {
  const [address = '', ...zone] = text.split('%');
  if (zone.length > 0 && zone.join('%') === '') throw addressError(text, 'zone must be a non-empty string');
  const startsWithEllipsis = address.startsWith('::');
  const progress: Progress = {
    rest: startsWithEllipsis ? address.slice(2) : address,
    bytes: 0,
    ellipsis: startsWithEllipsis ? 0 : -1,
  };
  if (startsWithEllipsis && progress.rest === '') return;
  while (progress.bytes < 16 && readField(text, progress));
  const { rest, bytes, ellipsis } = progress;
  if (rest !== '') throw addressError(text, 'trailing garbage after address', rest);
  if (bytes < 16 && ellipsis < 0) throw addressError(text, 'address string too short');
  if (bytes === 16 && ellipsis >= 0) throw addressError(text, 'the :: must expand to at least one field of zeros');
}

/** Reads one field and what separates it from the next; false when the address ends. */
function readField(text: string, progress: Progress): boolean {
  const { rest } = progress;
  const digits = /^[\da-f]*/i.exec(rest)?.[0] ?? '';
  if (digits.length > 4) throw addressError(text, 'each group must have 4 or less digits', rest);
  if (digits === '') throw addressError(text, 'each colon-separated field must have at least one digit', rest);
  if (rest[digits.length] === '.') {
    readEmbeddedIpv4(text, progress);
    return false;
  }
  progress.bytes += 2;
  progress.rest = rest.slice(digits.length);
  return progress.rest !== '' && readSeparator(text, progress);
}

function readEmbeddedIpv4(text: string, progress: Progress): void {
  const { rest, bytes, ellipsis } = progress;
  if (ellipsis < 0 && bytes !== 12) {
    throw addressError(text, 'embedded IPv4 address must replace the final 2 fields of the address', rest);
  }
  if (bytes + 4 > 16) {
    throw addressError(text, 'too many hex fields to fit an embedded IPv4 at the end of the address', rest);
  }
  checkIpv4(text, rest);
  progress.rest = '';
  progress.bytes += 4;
}

function readSeparator(text: string, progress: Progress): boolean {
  const { rest } = progress;
  if (!rest.startsWith(':')) throw addressError(text, 'unexpected character, want colon', rest);
  if (rest.length === 1) throw addressError(text, 'colon must be followed by more characters', rest);
  progress.rest = rest.slice(1);
  if (!progress.rest.startsWith(':')) return true;
  if (progress.ellipsis >= 0) throw addressError(text, 'multiple :: in address', progress.rest);
  progress.ellipsis = progress.bytes;
  progress.rest = progress.rest.slice(1);
  return progress.rest !== '';
}
