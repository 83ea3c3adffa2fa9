import { GoError } from '../go/error.ts';
import { parseUrl } from '../go/url.ts';

/** Whether a text is the name of an emoji between colons. */
export function isEmoji(text: string): boolean {
  return /^:[^\n]+:$/.test(text);
}

/** Whether a text is an http or https URL with a host, as upstream's `isValidIconURL` has it. */
export function isHttpUrl(text: string): boolean {
  try {
    const { scheme, host } = parseUrl(text).fields;
    // Go's ParseRequestURI knows no fragment, and no host with a `#` in it.
    return (scheme === 'http' || scheme === 'https') && host !== '' && !/^[^/?#]*:\/\/[^/?#]*#/.test(text);
  } catch (error) {
    if (error instanceof GoError) return false;
    throw error;
  }
}
