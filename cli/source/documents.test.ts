import { describe, expect, it } from 'vitest';
import { readManifest, readManifests } from './documents.ts';

const names = (text: string) =>
  readManifests(text).map(({ kind, metadata }) =>
    `${kind} ${(metadata as { name?: string } | undefined)?.name ?? ''}`.trim(),
  );

describe('readManifests', () => {
  it.each([
    ['documents', '---\nkind: A\n---\nkind: B\n', ['A', 'B']],
    ['documents with nothing in them', '# only a comment\n---\n---\nnull\n--- # here\nkind: A\n', ['A']],
    ['a line of dashes within a text', 'kind: A\ntext: |\n  x\n  ---\n  y\n', ['A']],
    ['line ends of Windows', 'kind: A\r\n---\r\nkind: B\r\n', ['A', 'B']],
    ['a stream of JSON', '{"kind":"A"}{"kind":"B"}\n  {"kind":"C","s":"}{\\"}"}', ['A', 'B', 'C']],
    ['JSON in documents', '{"kind":"A"}\n---\n{"kind":"B"}\n', ['A', 'B']],
    ['JSON, then YAML', '{"kind":"A"}\n---\nkind: B\n', ['A', 'B']],
    ['YAML that begins like JSON', '{kind: A}\n---\nkind: B\n', ['A', 'B']],
    ['a List', 'kind: List\nitems: [{kind: A, metadata: {name: a}}, {kind: B}]\n', ['A a', 'B']],
    ['a List in a List', 'kind: List\nitems: [{kind: List, items: [{kind: A}]}, {kind: B}]\n', ['A', 'B']],
    ['a List of a kind', 'apiVersion: v1\nkind: RootSyncList\nitems: [{metadata: {name: a}}]\n', ['RootSync a']],
    ['an empty List', 'kind: List\nitems: []\n', []],
    ['nothing', '', []],
  ])('opens %s', (_, text, want) => {
    expect(names(text)).toEqual(want);
  });

  it.each([
    [
      'a: 1',
      `failed to unmarshal manifest: error unmarshaling JSON: while decoding JSON: Object 'Kind' is missing in '{"a":1}'`,
    ],
    ['kind: List\nitems: [{a: <b>}]', `Object 'Kind' is missing in '{"a":"\\u003cb\\u003e"}'`],
    [
      '{"kind":"A"}{"kind":"B"}{"kind":}',
      "failed to unmarshal manifest: invalid character '}' looking for beginning of value",
    ],
    ['kind: A\n--- what\n', 'failed to unmarshal manifest: invalid Yaml document separator: what'],
    [
      'kind: [',
      'failed to unmarshal manifest: error converting YAML to JSON: yaml: line 1: did not find expected node content',
    ],
  ])('refuses %j', (text, message) => {
    expect(() => readManifests(text)).toThrow(message);
  });

  it.each([
    'kind: A\ncount: 9007199254740993\n',
    '{"kind": "A", "count": 9007199254740993}',
  ])('loses no digit of %j', (text) => {
    expect(String(readManifests(text)[0]?.['count'])).toBe('9007199254740993');
  });
});

describe('readManifest', () => {
  it.each([
    ['kind: A\n---\nnot read: at all: ', 'A'],
    ['kind: List\nitems: [{kind: B}, {kind: C}]\n', 'B'],
    ['{"kind": "A"}', 'A'],
  ])('takes the first object of %j', (text, kind) => {
    expect(readManifest(text)).toMatchObject({ kind });
  });

  it.each([
    ['', 'the file is empty'],
    ['kind: List\nitems: []\n', 'the List is empty'],
    ['- a\n', 'cannot unmarshal array into Go value of type map[string]interface {}'],
  ])('refuses %j', (text, message) => {
    expect(() => readManifest(text)).toThrow(message);
  });
});
