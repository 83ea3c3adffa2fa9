import { queryEscape } from '../go/url.ts';
import { compareStrings } from '../go/utf8.ts';

/** The type of the body of a form. */
export const formType = 'application/x-www-form-urlencoded';

/** The body of a form, its fields sorted by name as Go's `url.Values.Encode` does. */
export function encodeForm(fields: Iterable<readonly [name: string, value: string]>): string {
  return [...fields]
    .sort(([a], [b]) => compareStrings(a, b))
    .map(([name, value]) => `${queryEscape(name)}=${queryEscape(value)}`)
    .join('&');
}
