import { scan } from '../go/json/scanner.ts';

const ignore = () => {};
const noVisitor = { list: ignore, map: ignore, end: ignore, string: ignore, number: ignore, literal: ignore };

/** A JSON text without the space between its tokens, else as it is written. @throws {GoError} with encoding/json's text */
export function compactJson(json: string): string {
  scan(json, noVisitor);
  return json.replace(/("(?:[^"\\]|\\.)*")|[\t\n\r ]+/g, '$1');
}

/** The same with the characters escaped that encoding/json escapes for HTML. */
export function compactHtmlSafeJson(json: string): string {
  return compactJson(json).replace(/[<>&\u2028\u2029]/g, (char) => {
    return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}
