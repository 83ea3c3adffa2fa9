import { DecodeAbort } from '../config/schema.ts';
import { quote } from '../go/strconv.ts';
import { flag, list, optional, pointer, record, type Shape, text, wholeNumber } from './json-shape.ts';
import { JsonNumber } from './json-text.ts';
import { blocks } from './slack-blocks.ts';

const str = text();
const optionalText = optional(str);

const option = record('slack.AttachmentActionOption', { text: str, value: str, description: optionalText });

const action = record('slack.AttachmentAction', {
  name: str,
  text: str,
  style: optionalText,
  type: text('slack.ActionType'),
  value: optionalText,
  data_source: optionalText,
  min_query_length: optional(wholeNumber()),
  options: optional(list(option)),
  selected_options: optional(list(option)),
  option_groups: optional(list(record('slack.AttachmentActionOptionGroup', { text: str, options: list(option) }))),
  confirm: optional(
    pointer(
      record('slack.ConfirmationField', {
        title: optionalText,
        text: str,
        ok_text: optionalText,
        dismiss_text: optionalText,
      }),
    ),
  ),
  url: optionalText,
});

/** A number that stays as it is written, also in quotes (Go's `json.Number`). */
const number: Shape<string> = {
  type: 'json.Number',
  zero: () => '',
  decode(value, current, decoding) {
    if (value === null) return current;
    if (value instanceof JsonNumber) return value.literal;
    if (typeof value === 'string') {
      if (/^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(value)) return value;
      throw new DecodeAbort(`json: invalid number literal, trying to unmarshal ${quote(quote(value))} into Number`);
    }
    decoding.mismatch(value, 'json.Number');
    return current;
  },
  encode: (value) => value || '0',
  isEmpty: (value) => value === '',
};

/** Message attachments as slack-go 0.16.0 knows them. */
export const attachments = list(
  record('slack.Attachment', {
    color: optionalText,
    fallback: optionalText,
    callback_id: optionalText,
    id: optional(wholeNumber()),
    author_id: optionalText,
    author_name: optionalText,
    author_subname: optionalText,
    author_link: optionalText,
    author_icon: optionalText,
    title: optionalText,
    title_link: optionalText,
    pretext: optionalText,
    text: optionalText,
    image_url: optionalText,
    thumb_url: optionalText,
    service_name: optionalText,
    service_icon: optionalText,
    from_url: optionalText,
    original_url: optionalText,
    fields: optional(list(record('slack.AttachmentField', { title: str, value: str, short: flag }))),
    actions: optional(list(action)),
    mrkdwn_in: optional(list(str)),
    blocks,
    footer: optionalText,
    footer_icon: optionalText,
    ts: optional(number),
  }),
);
