import type { Rule } from '../rule.ts';

/** A secret that is base64 of base64, or base64 in `stringData`. */
export const secretTwiceEncoded: Rule = {
  id: 'secret-twice-encoded',
  severity: 'warning',
  what: 'A secret is base64 once more: in `stringData`, or encoded twice in `data`.',
  why: 'The service gets the base64 text instead of the token.',
  mend: 'In `stringData` texts stand as they are; in `data` they are encoded once.',
  *check({ secret }) {
    for (const { key, spot, value } of secret?.entries.values() ?? []) {
      const inner = value && decoded(value.toString('latin1').trim());
      if (inner === undefined) continue;
      yield {
        spot,
        path: key,
        message: `the value of '${key}' is base64 of a text that looks like a token or an address`,
      };
    }
  },
};

/** What looks like a secret or an address once decoded. */
function decoded(text: string): string | undefined {
  if (text.length < 16 || text.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return undefined;
  const inner = Buffer.from(text, 'base64').toString('latin1').trim();
  return /^(xox[a-z]-|ghp_|glpat-|https?:\/\/|-----BEGIN )/.test(inner) ? inner : undefined;
}
