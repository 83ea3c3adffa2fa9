import { expect, it } from 'vitest';
import { knownEvent } from './answers.ts';

const line = (type: string, object: object) => JSON.stringify({ type, object });
const metadata = { name: 'a', resourceVersion: '7' };
const known = { type: 'BOOKMARK', object: { metadata: { resourceVersion: '7' } } };

it.each([
  ['a change that is known', line('MODIFIED', { metadata }), known],
  ['one with the key in a text', line('MODIFIED', { metadata, text: '{"resourceVersion":"9"}' }), known],
  ['a change that is not known', line('MODIFIED', { metadata: { ...metadata, resourceVersion: '8' } }), undefined],
  ['one with a second key', line('MODIFIED', { metadata, spec: { resourceVersion: '7' } }), undefined],
  [
    'one whose annotation is known',
    line('MODIFIED', { metadata: { annotations: { resourceVersion: '7' }, resourceVersion: '8' } }),
    undefined,
  ],
  ['a deletion', line('DELETED', { metadata }), undefined],
  ['something without a version', line('MODIFIED', { metadata: { name: 'a' } }), undefined],
  ['nonsense', '{"type":"MODIFIED","object":{"metadata":{"resourceVersion":"7', undefined],
])('of the lines of a watch %s is told for what it is', (_what, text, expected) => {
  expect(knownEvent(text, (version) => version === '7')).toEqual(expected);
});
