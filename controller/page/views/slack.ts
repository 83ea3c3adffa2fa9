import { type Html, html } from '../html.ts';
import { fieldsOf, jsonOf, objectsOf, textOf } from './json.ts';
import { link } from './marks.ts';
import { mrkdwn } from './mrkdwn.ts';
import type { Sent } from './sent.ts';

type Fields = Readonly<Record<string, unknown>>;

/** A message in Slack. */
export function slackView({ requests, notification }: Sent): Html {
  const post = requests.find(({ url }) => /chat\.(postMessage|update|postEphemeral)$/.test(url));
  const form = new URLSearchParams(post?.body ?? '');
  const text = post ? (form.get('text') ?? '') : (notification?.message ?? '');
  const blocks = jsonOf(form.get('blocks') ?? notification?.slack?.blocks ?? '');
  const attachments = jsonOf(form.get('attachments') ?? notification?.slack?.attachments ?? '');
  const name = form.get('username') || 'notification app';
  return chatView(name, [
    objectsOf(blocks).length === 0 && html`<p>${mrkdwn(text)}</p>`,
    objectsOf(blocks).map(block),
    attachmentsView(attachments),
  ]);
}

/** A message of a chat, by the name of its sender. */
export function chatView(name: string, content: Parameters<typeof html>[1]): Html {
  return html`<div class="chat"><p class="sender"><b>${name}</b> <span class="tag">APP</span></p>${content}</div>`;
}

const namedColors: Readonly<Record<string, string>> = { good: '#2eb886', warning: '#daa038', danger: '#a30200' };

/** Attachments as Slack, Mattermost and Rocket.Chat have them. */
export function attachmentsView(attachments: unknown): Html {
  return html`${objectsOf(attachments).map(attachment)}`;
}

function attachment(fields: Fields): Html {
  const color = colorOf(textOf(fields['color']));
  const title = textOf(fields['title']);
  const titleLink = textOf(fields['title_link']);
  return html`${paragraph(fields['pretext'])}<div class="attachment" style="border-color:${color}">
    ${textOf(fields['author_name']) && html`<p class="small">${textOf(fields['author_name'])}</p>`}
    ${title && html`<p><b>${titleLink ? link(titleLink, title) : title}</b></p>`}
    ${paragraph(fields['text'])}
    ${fieldsView(objectsOf(fields['fields']))}
    ${objectsOf(fields['blocks']).map(block)}
    ${image(fields['image_url'])}${image(fields['thumb_url'])}
    ${objectsOf(fields['actions']).map(button)}
    ${textOf(fields['footer']) && html`<p class="small">${textOf(fields['footer'])}</p>`}
  </div>`;
}

/** A colour that may stand in a style; grey for what is none. */
export function colorOf(color: string): string {
  const hex = /^#?([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(color)?.[1];
  return hex ? `#${hex}` : (namedColors[color] ?? '#8885');
}

function paragraph(text: unknown): Html | false {
  return textOf(text) !== '' && html`<p>${mrkdwn(textOf(text))}</p>`;
}

function fieldsView(fields: readonly Fields[]): Html | false {
  if (fields.length === 0) return false;
  return html`<dl class="fields">${fields.map(
    (field) =>
      html`<div class="${field['short'] === true ? 'short' : 'long'}"><dt>${textOf(field['title'])}</dt><dd>${mrkdwn(textOf(field['value']))}</dd></div>`,
  )}</dl>`;
}

/** Pictures are not fetched. */
function image(url: unknown, alt = ''): Html | false {
  return textOf(url) !== '' && html`<p class="picture">${alt || 'picture'}: ${textOf(url)}</p>`;
}

function button(fields: Fields): Html {
  const text = typeof fields['text'] === 'string' ? fields['text'] : textOf(fieldsOf(fields['text'])['text']);
  return html`<span class="button" title="${textOf(fields['url'])}">${text}</span>`;
}

function block(fields: Fields): Html {
  switch (fields['type']) {
    case 'header':
      return html`<p class="heading">${textOf(fieldsOf(fields['text'])['text'])}</p>`;
    case 'section':
      return html`${textObject(fields['text'])}<div class="columns">${objectsOf(fields['fields']).map((each) => html`<div>${textObject(each)}</div>`)}</div>${element(fieldsOf(fields['accessory']))}`;
    case 'divider':
      return html`<hr>`;
    case 'context':
      return html`<div class="small">${objectsOf(fields['elements']).map(element)}</div>`;
    case 'actions':
      return html`<p>${objectsOf(fields['elements']).map(element)}</p>`;
    case 'image':
      return html`${image(fields['image_url'], textOf(fields['alt_text']))}`;
    default:
      return html`<pre>${JSON.stringify(fields, null, 2)}</pre>`;
  }
}

function element(fields: Fields): Html | false {
  switch (fields['type']) {
    case undefined:
      return false;
    case 'mrkdwn':
    case 'plain_text':
      return textObject(fields);
    case 'button':
      return button(fields);
    case 'image':
      return image(fields['image_url'], textOf(fields['alt_text']));
    default:
      return html`<span class="button">${textOf(fields['type'])}</span>`;
  }
}

function textObject(value: unknown): Html | false {
  const { type, text } = fieldsOf(value);
  if (textOf(text) === '') return false;
  return type === 'mrkdwn' ? html`<p>${mrkdwn(textOf(text))}</p>` : html`<p>${textOf(text)}</p>`;
}
