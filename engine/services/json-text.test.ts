import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bool, str, struct } from '../config/schema.ts';
import { anyJson, decodeFirstJson, decodeJson } from './json-text.ts';
import { attachments } from './slack-attachments.ts';
import { blocks } from './slack-blocks.ts';

const schema = struct('T', { ok: bool, text: str });

describe('decodeJson', () => {
  it.each([
    ['{"ok":true,"text":"a","text":"b"}', { ok: true, text: 'b' }, undefined],
    ['{"TEXT":"a"}', { ok: false, text: 'a' }, undefined],
    ['{"text":"a","Text":"b"}', { ok: false, text: 'b' }, undefined],
    ['{"Text":"b","text":"a"}', { ok: false, text: 'a' }, undefined],
    ['null', { ok: false, text: '' }, undefined],
    [
      '{"ok":1,"text":"a"}',
      { ok: false, text: 'a' },
      'json: cannot unmarshal number into Go struct field T.ok of type bool',
    ],
    ['{"text":1}', { ok: false, text: '' }, 'json: cannot unmarshal number into Go struct field T.text of type string'],
    ['{} {}', { ok: false, text: '' }, "invalid character '{' after top-level value"],
    ['', { ok: false, text: '' }, 'unexpected end of JSON input'],
  ])('%s', (text, value, message) => {
    const decoded = decodeJson(text, schema);
    expect(decoded.value).toEqual(value);
    expect(decoded.error?.message).toBe(message);
  });
});

describe('decodeFirstJson', () => {
  it.each([
    ['{"ok":true} rest', { ok: true, text: '' }, undefined],
    [' \n', { ok: false, text: '' }, 'EOF'],
    ['{"ok":tr', { ok: false, text: '' }, 'unexpected EOF'],
    ['{"text":"a', { ok: false, text: '' }, 'unexpected EOF'],
    ['{"text"', { ok: false, text: '' }, 'unexpected EOF'],
    ['<html>', { ok: false, text: '' }, "invalid character '<' looking for beginning of value"],
    ['{"ok":trx', { ok: false, text: '' }, "invalid character 'x' in literal true (expecting 'u')"],
  ])('%s', (text, value, message) => {
    const decoded = decodeFirstJson(text, schema);
    expect(decoded.value).toEqual(value);
    expect(decoded.error?.message).toBe(message);
  });
});

it('refuses numbers beyond float64 where any JSON is taken', () => {
  const { error } = decodeJson('[{"a":1e999}]', anyJson);
  expect(error?.message).toBe('json: cannot unmarshal number 1e999 into Go value of type float64');
});

it('refuses depths that could exhaust the stack', () => {
  const deep = `${'{"type":"rich_text_list","elements":['.repeat(4000)}${']}'.repeat(4000)}`;
  expect(decodeJson(`[{"type":"rich_text","elements":[${deep}]}]`, blocks).error?.message).toBe(
    "invalid character '[' exceeded max depth",
  );
});

it('takes any text, with an error or without, and what it writes it can read', () => {
  const texts = fc.oneof(fc.string(), fc.json(), blockTexts());
  fc.assert(
    fc.property(texts, fc.constantFrom(blocks, attachments), (text, shape) => {
      const { value, error } = decodeJson(text, shape as typeof blocks);
      if (error) return;
      const written = (shape as typeof blocks).encode(value);
      expect(() => JSON.parse(written)).not.toThrow();
    }),
  );
});

/** Lists of things that look like blocks, three levels deep. */
function blockTexts(): fc.Arbitrary<string> {
  const types = ['section', 'actions', 'context', 'input', 'rich_text', 'rich_text_section', 'text', 'button', 'image'];
  const scalar = fc.oneof(fc.string({ maxLength: 3 }), fc.integer(), fc.boolean(), fc.constant(null), fc.constant({}));
  const block = (inner: fc.Arbitrary<unknown>) =>
    fc.record(
      {
        type: fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...types) }, scalar),
        elements: fc.oneof(fc.array(inner, { maxLength: 2 }), scalar),
        element: inner,
        accessory: inner,
        text: scalar,
      },
      { requiredKeys: ['type'] },
    );
  return fc.array(block(block(block(scalar))), { maxLength: 3 }).map((each) => JSON.stringify(each));
}
