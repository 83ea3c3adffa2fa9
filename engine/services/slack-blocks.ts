import { type Decoding, embedded } from '../config/schema.ts';
import { isPlainMap } from '../go/value.ts';
import {
  custom,
  type Fields,
  flag,
  list,
  optional,
  pointer,
  record,
  type Shape,
  text,
  type Values,
  wholeNumber,
} from './json-shape.ts';
import { sourceOf } from './json-text.ts';
import { richTextBlock } from './slack-rich-text.ts';
import { encodeMembers, type Member, type Members, member, readList, typeOf } from './slack-union.ts';

/*
 * Slack's Block Kit as slack-go 0.16.0 knows it: what a template's blocks keep on their way through its structs.
 */

const str = text();
const strs = optional(list(str));
const blockType = text('slack.MessageBlockType');
const elementType = text('slack.MessageElementType');
const optionalText = optional(str);
const optionalFlag = optional(flag);
const optionalInt = optional(wholeNumber());

const textObject = record('slack.TextBlockObject', {
  type: str,
  text: str,
  emoji: optionalFlag,
  verbatim: optionalFlag,
});
const textPointer = pointer(textObject);
const optionalTextObject = optional(textPointer);

const confirm = optional(
  pointer(
    record('slack.ConfirmationBlockObject', {
      title: textPointer,
      text: textPointer,
      confirm: textPointer,
      deny: optionalTextObject,
      style: optional(text('slack.Style')),
    }),
  ),
);

const option = record('slack.OptionBlockObject', {
  text: textPointer,
  value: str,
  description: optionalTextObject,
  url: optionalText,
});
const options = list(pointer(option));
const optionGroups = optional(
  list(pointer(record('slack.OptionGroupBlockObject', { label: optionalTextObject, options }))),
);
const dispatchAction = optional(pointer(record('slack.DispatchActionConfig', { trigger_actions_on: strs })));

function element(name: string, fields: Fields): Shape<Values> {
  return record(`slack.${name}BlockElement`, { type: elementType, ...fields });
}

const imageElement = element('Image', { image_url: str, alt_text: str });
const buttonElement = record('slack.ButtonBlockElement', {
  type: optional(elementType),
  text: textPointer,
  action_id: optionalText,
  url: optionalText,
  value: optionalText,
  confirm,
  style: optional(text('slack.Style')),
});
const overflow = element('Overflow', { action_id: optionalText, options, confirm });
const datePicker = element('DatePicker', {
  action_id: optionalText,
  placeholder: optionalTextObject,
  initial_date: optionalText,
  confirm,
});
const timePicker = element('TimePicker', {
  action_id: optionalText,
  placeholder: optionalTextObject,
  initial_time: optionalText,
  confirm,
});
const dateTimePicker = element('DateTimePicker', {
  action_id: optionalText,
  initial_date_time: optional(wholeNumber('int64')),
  confirm,
});
const plainTextInput = element('PlainTextInput', {
  action_id: optionalText,
  placeholder: optionalTextObject,
  initial_value: optionalText,
  multiline: optionalFlag,
  min_length: optionalInt,
  max_length: optionalInt,
  dispatch_action_config: dispatchAction,
});
const richTextInput = element('RichTextInput', {
  action_id: optionalText,
  placeholder: optionalTextObject,
  initial_value: optional(pointer(richTextBlock)),
  dispatch_action_config: dispatchAction,
  focus_on_load: optionalFlag,
});
const lineInput = {
  action_id: optionalText,
  placeholder: optionalTextObject,
  initial_value: optionalText,
  dispatch_action_config: dispatchAction,
  focus_on_load: optionalFlag,
};
const emailInput = element('EmailTextInput', lineInput);
const urlInput = element('URLTextInput', lineInput);
const numberInput = element('NumberInput', {
  is_decimal_allowed: flag,
  action_id: optionalText,
  placeholder: optionalTextObject,
  initial_value: optionalText,
  min_value: optionalText,
  max_value: optionalText,
  dispatch_action_config: dispatchAction,
});
const fileInput = element('FileInput', { action_id: optionalText, filetypes: strs, max_files: optionalInt });
const checkboxes = element('CheckboxGroups', {
  action_id: optionalText,
  options,
  initial_options: optional(options),
  confirm,
});
const radioButtons = element('RadioButtons', {
  action_id: optionalText,
  options,
  initial_option: optional(pointer(option)),
  confirm,
});
const select = record('slack.SelectBlockElement', {
  type: optionalText,
  placeholder: optionalTextObject,
  action_id: optionalText,
  options: optional(options),
  option_groups: optionGroups,
  initial_option: optional(pointer(option)),
  initial_user: optionalText,
  initial_conversation: optionalText,
  initial_channel: optionalText,
  default_to_current_conversation: optionalFlag,
  response_url_enabled: optionalFlag,
  filter: optional(
    pointer(
      record('slack.SelectBlockElementFilter', {
        include: strs,
        exclude_external_shared_channels: optionalFlag,
        exclude_bot_users: optionalFlag,
      }),
    ),
  ),
  min_query_length: optional(pointer(wholeNumber())),
  confirm,
});
const multiSelect = record('slack.MultiSelectBlockElement', {
  type: optionalText,
  placeholder: optionalTextObject,
  action_id: optionalText,
  options: optional(options),
  option_groups: optionGroups,
  initial_options: optional(options),
  initial_users: strs,
  initial_conversations: strs,
  initial_channels: strs,
  min_query_length: optional(pointer(wholeNumber())),
  max_selected_items: optional(pointer(wholeNumber())),
  confirm,
});

type Choices = ReadonlyMap<string, Shape<Values>>;

const sources = ['static', 'external', 'users', 'conversations', 'channels'];
const selects = sources.map((source) => [`${source}_select`, select] as const);
const multiSelects = sources.map((source) => [`multi_${source}_select`, multiSelect] as const);

/** What several places take. */
const commonElements = [
  ['overflow', overflow],
  ['datepicker', datePicker],
  ['timepicker', timePicker],
  ['plain_text_input', plainTextInput],
  ['rich_text_input', richTextInput],
  ['checkboxes', checkboxes],
  ['radio_buttons', radioButtons],
  ...selects,
] as const;

const blockElements: Choices = new Map([
  ...commonElements,
  ['image', imageElement],
  ['button', buttonElement],
  ['datetimepicker', dateTimePicker],
  ['email_text_input', emailInput],
  ['url_text_input', urlInput],
  ['number_input', numberInput],
]);

const accessoryElements: Choices = new Map([
  ...commonElements,
  ...multiSelects,
  ['image', imageElement],
  ['button', buttonElement],
]);

const inputElements: Choices = new Map([
  ...commonElements,
  ...multiSelects,
  ['datetimepicker', dateTimePicker],
  ['email_text_input', emailInput],
  ['url_text_input', urlInput],
  ['number_input', numberInput],
  ['file_input', fileInput],
]);

const contextElements: Choices = new Map([
  ['plain_text', textObject],
  ['mrkdwn', textObject],
  ['image', imageElement],
]);

/** A list whose elements are of the types of `choices`; `what` names an element of another type. */
function elements(type: string, choices: Choices, what: string): Shape<Members> {
  const decode = (value: unknown, decoding: Decoding): Members => {
    if (type === 'slack.BlockElements' && isPlainMap(value) && sourceOf(value) === '{}') return null;
    return readList(value, decoding, (each) => member(each, choices, what, decoding));
  };
  return custom(type, () => null, decode, encodeMembers);
}

const actionElements = elements('slack.BlockElements', blockElements, 'unsupported block element type');

const unknownElement = record('slack.UnknownBlockElement', { type: elementType, Elements: actionElements });

const accessory: Shape<Member | null> = custom(
  'slack.Accessory',
  () => null,
  (value, decoding) => {
    const type = typeOf(value, decoding);
    if (type === undefined) return null;
    const shape = accessoryElements.get(type) ?? unknownElement;
    return { shape, value: shape.decode(value, shape.zero(), decoding) };
  },
  // slack-go forgets these two on the way out.
  (found) =>
    found === null || found.shape === unknownElement || found.shape === richTextInput
      ? 'null'
      : found.shape.encode(found.value),
);

const rawElement: Shape<unknown> = {
  type: 'json.RawMessage',
  zero: () => undefined,
  decode: (value) => value,
  encode: () => 'null',
  isEmpty: () => false,
};

/** A field of the struct that slack-go decodes an input block through. */
function ofAlias<T>(shape: Shape<T>): Shape<T> {
  return { ...shape, ...embedded('alias', shape) };
}

const inputAlias = record(
  '',
  {
    type: ofAlias(blockType),
    block_id: ofAlias(optionalText),
    label: ofAlias(textPointer),
    element: rawElement,
    hint: ofAlias(optionalTextObject),
    optional: ofAlias(optionalFlag),
    dispatch_action: ofAlias(optionalFlag),
  },
  '',
);

const inputElement: Shape<Member | null> = {
  type: 'slack.BlockElement',
  zero: () => null,
  decode: (_value, current) => current,
  encode: (found) => (found === null ? 'null' : found.shape.encode(found.value)),
  isEmpty: (found) => found === null,
};

const inputFields = record('slack.InputBlock', {
  type: blockType,
  block_id: optionalText,
  label: textPointer,
  element: inputElement,
  hint: optionalTextObject,
  optional: optionalFlag,
  dispatch_action: optionalFlag,
});

const inputBlock: Shape<Values> = custom(
  'slack.InputBlock',
  () => inputFields.zero(),
  (value, decoding) => {
    const block = inputAlias.decode(value, inputAlias.zero(), decoding);
    const raw = block['element'];
    block['element'] = null;
    if (decoding.error || (raw !== null && !isPlainMap(raw)) || raw === undefined) return block;
    const mistyped = isPlainMap(raw) && 'type' in raw && typeof raw['type'] !== 'string' && raw['type'] !== null;
    if (!mistyped) block['element'] = member(raw, inputElements, 'unsupported block element type', decoding);
    return block;
  },
  (block) => inputFields.encode(block),
);

function block(name: string, fields: Fields): Shape<Values> {
  return record(`slack.${name}Block`, { type: blockType, ...fields });
}

const blockId = { block_id: optionalText };
const unknownBlock = block('Unknown', blockId);

const blockTypes: Choices = new Map([
  ['actions', block('Action', { ...blockId, elements: pointer(actionElements) })],
  [
    'context',
    block('Context', {
      ...blockId,
      elements: elements('slack.ContextElements', contextElements, 'unsupported context element type'),
    }),
  ],
  ['divider', block('Divider', blockId)],
  ['file', block('File', { ...blockId, external_id: str, source: str })],
  ['header', block('Header', { text: optionalTextObject, ...blockId })],
  [
    'image',
    block('Image', {
      image_url: optionalText,
      alt_text: str,
      ...blockId,
      title: optionalTextObject,
      slack_file: optional(pointer(record('slack.SlackFileObject', { id: optionalText, url: optionalText }))),
    }),
  ],
  ['input', inputBlock],
  ['rich_text', richTextBlock],
  ['rich_text_input', richTextBlock],
  [
    'section',
    block('Section', {
      text: optionalTextObject,
      ...blockId,
      fields: optional(list(textPointer)),
      accessory: optional(pointer(accessory)),
      expand: optionalFlag,
    }),
  ],
  ['call', block('Call', { ...blockId, call_id: str })],
  [
    'video',
    block('Video', {
      video_url: str,
      thumbnail_url: str,
      alt_text: str,
      title: textPointer,
      ...blockId,
      title_url: optionalText,
      author_name: optionalText,
      provider_name: optionalText,
      provider_icon_url: optionalText,
      description: optionalTextObject,
    }),
  ],
]);

/** A list of blocks, null for none; of a type that slack-go does not know, type and block_id stay. */
export const blocks: Shape<Members> = custom(
  'slack.Blocks',
  () => null,
  (value, decoding) => {
    if (isPlainMap(value) && sourceOf(value) === '{}') return null;
    return readList(value, decoding, (each) => {
      const type = typeOf(each, decoding);
      if (type === undefined) return undefined;
      const shape = blockTypes.get(type) ?? unknownBlock;
      return { shape, value: shape.decode(each, shape.zero(), decoding) };
    });
  },
  encodeMembers,
);
