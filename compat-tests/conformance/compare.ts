import type { Answer } from './case.ts';

/** Go texts of which only a prefix is part of the contract; what follows is the Go library's own wording. */
const opaque = ['json: cannot unmarshal', 'yaml: ', 'unsupported map key of type: %!s(<nil>), key: <nil>, value: '];

/** Invalid UTF-8 is U+FFFD in Go's JSON, one for each byte. */
function normalise(text: string): string {
  const cut = opaque.reduce((kept, prefix) => {
    const at = kept.indexOf(prefix);
    return at < 0 ? kept : kept.slice(0, at + prefix.length);
  }, text.toWellFormed());
  return cut.replace(/0x[0-9a-f]{6,}/g, '0xADDRESS').replace(/ m=[+-]\d+\.\d+/g, '');
}

/** The JSON of a value with its keys sorted, so that equal values have equal texts. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, item) => {
    if (typeof item === 'string') return normalise(item);
    if (typeof item !== 'object' || item === null || Array.isArray(item)) return item;
    return Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
  });
}

const compared = ['ok', 'output', 'v', 'type', 'error'] as const;

/** The fields in which two answers differ by the protocol's rules, e.g. `['error']`. */
export function differences(want: Answer, got: Answer): string[] {
  const textOf = (answer: Answer, field: (typeof compared)[number]) =>
    canonical(answer[field] || (answer[field] === false ? false : null));
  return compared.filter((field) => textOf(want, field) !== textOf(got, field));
}
