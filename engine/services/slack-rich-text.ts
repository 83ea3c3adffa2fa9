import { DecodeAbort, type Decoding } from '../config/schema.ts';
import { messageOf } from '../errors.ts';
import { GoError } from '../go/error.ts';
import { atoi } from '../go/strconv.ts';
import { isPlainMap } from '../go/value.ts';
import {
  custom,
  type Fields,
  flag,
  optional,
  pointer,
  record,
  type Shape,
  text,
  type Values,
  wholeNumber,
} from './json-shape.ts';
import { JsonNumber, sourceOf } from './json-text.ts';
import { encodeMembers, type Member, type Members, readList, typeOf } from './slack-union.ts';

const str = text();
const style = optional(
  pointer(
    record('slack.RichTextSectionTextStyle', {
      bold: optional(flag),
      italic: optional(flag),
      strike: optional(flag),
      code: optional(flag),
    }),
  ),
);

/** A Unix time, a number or one in quotes (slack-go's JSONTime). */
const time: Shape<bigint> = custom(
  'slack.JSONTime',
  () => 0n,
  (value) => {
    if (value === null) return 0n;
    const literal = value instanceof JsonNumber ? value.literal : isPlainMap(value) ? sourceOf(value) : String(value);
    if (/^null$/i.test(literal)) return 0n;
    try {
      return atoi(literal);
    } catch (error) {
      if (!(error instanceof GoError)) throw error;
      throw new DecodeAbort(messageOf(error));
    }
  },
  String,
);

const sectionElementType = text('slack.RichTextSectionElementType');

function inline(name: string, fields: Fields): Shape<Values> {
  return record(`slack.RichTextSection${name}Element`, { type: sectionElementType, ...fields });
}

const inlines: ReadonlyMap<string, Shape<Values>> = new Map([
  ['text', inline('Text', { text: str, style })],
  ['channel', inline('Channel', { channel_id: str, style })],
  ['user', inline('User', { user_id: str, style })],
  ['emoji', inline('Emoji', { name: str, skin_tone: optional(wholeNumber()), unicode: optional(str), style })],
  ['link', inline('Link', { url: str, text: str, style })],
  ['team', inline('Team', { team_id: str, style })],
  ['usergroup', inline('UserGroup', { usergroup_id: str })],
  [
    'date',
    inline('Date', {
      timestamp: time,
      format: str,
      url: optional(pointer(str)),
      fallback: optional(pointer(str)),
    }),
  ],
  ['broadcast', inline('Broadcast', { range: str })],
  ['color', inline('Color', { value: str })],
]);

const sectionSum = typeAlone(sectionElementType);
const blockSum = typeAlone(text('slack.RichTextElementType'));

function typeAlone(type: Shape<string>): Shape<Values> {
  return record(`struct { Type ${type.type} "json:\\"type\\"" }`, { type }, '');
}

const unknownInline = record('slack.RichTextSectionUnknownElement', { type: str, Raw: str });
const unknownElement = record('slack.RichTextUnknown', { Type: str, Raw: str });

function readMembers(
  value: unknown,
  decoding: Decoding,
  sum: Shape<Values>,
  known: (type: string) => Shape<Values> | undefined,
  unknown: (type: string, raw: string) => Member,
): Member[] {
  const read = (each: unknown): Member | undefined => {
    const type = typeOf(each, decoding, sum);
    if (type === undefined) return undefined;
    const shape = known(type);
    return shape ? { shape, value: shape.decode(each, shape.zero(), decoding) } : unknown(type, sourceOf(each));
  };
  return readList(value, decoding, read) ?? [];
}

/** Decodes to the list as it is read, and writes the members that were made of it. */
const rawList: Shape<unknown> = {
  type: '[]json.RawMessage',
  zero: () => null,
  decode(value, current, decoding) {
    if (Array.isArray(value) || value === null) return value;
    decoding.mismatch(value, '[]json.RawMessage');
    return current;
  },
  encode: (value) => encodeMembers(value as Members),
  isEmpty: () => false,
};

const plainSection = record('', { elements: rawList });
const sectionFields = { type: text('slack.RichTextElementType'), elements: rawList };

function readInlines(value: unknown, decoding: Decoding): Member[] {
  const { elements } = plainSection.decode(value, plainSection.zero(), decoding);
  return readMembers(
    elements,
    decoding,
    sectionSum,
    (type) => inlines.get(type),
    (type, Raw) => ({ shape: unknownInline, value: { type, Raw } }),
  );
}

function section(name: string, type: string): Shape<Values> {
  const written = record(name, sectionFields);
  return custom(
    name,
    () => written.zero(),
    (value, decoding) => ({ type, elements: readInlines(value, decoding) }),
    (found) => written.encode(found),
  );
}

const bordered = record('', { border: wholeNumber() });
const preformattedFields = record('slack.RichTextPreformatted', { ...sectionFields, border: wholeNumber() });

const preformatted: Shape<Values> = custom(
  'slack.RichTextPreformatted',
  () => preformattedFields.zero(),
  (value, decoding) => {
    const elements = readInlines(value, decoding);
    const { border } = bordered.decode(value, bordered.zero(), decoding);
    return { type: 'rich_text_preformatted', elements, border };
  },
  (found) => preformattedFields.encode(found),
);

const listStyle = text('slack.RichTextListElementType');
const listRaw = record('', { elements: rawList, style: listStyle, indent: wholeNumber() });
const listFields = record('slack.RichTextList', { ...sectionFields, style: listStyle, indent: wholeNumber() });

const richTextList: Shape<Values> = custom(
  'slack.RichTextList',
  () => listFields.zero(),
  (value, decoding) => {
    const raw = listRaw.decode(value, listRaw.zero(), decoding);
    return { ...raw, type: 'rich_text_list', elements: readElements(raw['elements'], decoding) };
  },
  (found) => listFields.encode(found),
);

const richTextSection = section('slack.RichTextSection', 'rich_text_section');
const richTextQuote = section('slack.RichTextQuote', 'rich_text_quote');

const elementTypes: ReadonlyMap<string, Shape<Values>> = new Map([
  ['rich_text_section', richTextSection],
  ['rich_text_list', richTextList],
  ['rich_text_quote', richTextQuote],
  ['rich_text_preformatted', preformatted],
]);

function readElements(value: unknown, decoding: Decoding): Member[] {
  if (decoding.error) return [];
  return readMembers(
    value,
    decoding,
    blockSum,
    (type) => elementTypes.get(type),
    (Type, Raw) => ({ shape: unknownElement, value: { Type, Raw } }),
  );
}

const blockRaw = record(
  'struct { Type slack.MessageBlockType "json:\\"type\\""; BlockID string "json:\\"block_id\\""; RawElements []json.RawMessage "json:\\"elements\\"" }',
  { type: text('slack.MessageBlockType'), block_id: str, elements: rawList },
  '',
);
const blockFields = record('slack.RichTextBlock', {
  type: text('slack.MessageBlockType'),
  block_id: optional(str),
  elements: rawList,
});

/** A rich_text block; elements of unknown types keep their type and the text they were written in. */
export const richTextBlock: Shape<Values> = custom(
  'slack.RichTextBlock',
  () => blockFields.zero(),
  (value, decoding) => {
    if (isPlainMap(value) && sourceOf(value) === '{}') return blockFields.zero();
    const raw = blockRaw.decode(value, blockRaw.zero(), decoding);
    return { ...raw, elements: readElements(raw['elements'], decoding) };
  },
  (found) => blockFields.encode(found),
);
