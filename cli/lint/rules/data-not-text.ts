import type { Report, Rule } from '../rule.ts';
import { textEntries } from '../subject/entry.ts';
import type { Manifest } from '../text/manifest.ts';

/** A value that has to be a text and is none. */
export const dataNotText: Rule = {
  id: 'data-not-text',
  severity: 'error',
  argo: 'rejects',
  what: 'A value of `data`, of `stringData`, or of annotations and labels is a list, a map, a number or a boolean.',
  why: 'The API server refuses the object: such values are texts, and the YAML in them is one.',
  mend: 'Write `|` behind the key, and leave the rest as it is, or put the value in quotes.',
  *check({ configMap, secret, objects }) {
    yield* noTexts(configMap, ['data']);
    if (secret) for (const field of ['data', 'stringData']) yield* noTexts(secret.manifest, [field]);
    for (const object of [configMap, ...objects]) {
      yield* noTexts(object, ['metadata', 'annotations']);
      yield* noTexts(object, ['metadata', 'labels']);
    }
  },
};

function* noTexts(manifest: Manifest, path: readonly string[]): Generator<Report> {
  const field = path.at(-1) ?? '';
  const parent = { ...manifest, base: [...manifest.base, ...path.slice(0, -1)] };
  for (const { key, spot, kind } of textEntries(parent, field).noTexts) {
    const many = kind === 'list' || kind === 'map';
    const hint = many ? `write '${key}: |' and leave the ${kind} below it` : 'put it in quotes';
    const message = `a value of ${field} has to be a text, but this is a ${kind}`;
    yield { spot, path: [...path, key].join('.'), message, hint };
  }
}
