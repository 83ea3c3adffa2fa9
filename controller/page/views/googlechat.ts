import { type Html, html } from '../html.ts';
import { fieldsOf, jsonOf, objectsOf, textOf } from './json.ts';
import { mrkdwn } from './mrkdwn.ts';
import type { Sent } from './sent.ts';
import { chatView } from './slack.ts';

type Fields = Readonly<Record<string, unknown>>;

/** A message in Google Chat, with its cards of either version. */
export function googleChatView({ requests, notification }: Sent): Html {
  const body = fieldsOf(jsonOf(requests[0]?.body ?? ''));
  const text = requests.length === 0 ? (notification?.message ?? '') : textOf(body['text']);
  const cards = [...objectsOf(body['cardsV2']).map(({ card }) => fieldsOf(card)), ...objectsOf(body['cards'])];
  return chatView('notification app', [text !== '' && html`<p>${mrkdwn(text)}</p>`, cards.map(cardView)]);
}

function cardView(card: Fields): Html {
  const header = fieldsOf(card['header']);
  return html`<div class="card">
    ${textOf(header['title']) && html`<p class="heading">${textOf(header['title'])}</p>`}
    ${textOf(header['subtitle']) && html`<p class="small">${textOf(header['subtitle'])}</p>`}
    ${objectsOf(card['sections']).map(
      (section) => html`<div class="section">
        ${textOf(section['header']) && html`<p><b>${plain(section['header'])}</b></p>`}
        ${objectsOf(section['widgets']).map(widget)}
      </div>`,
    )}
  </div>`;
}

function widget(fields: Fields): Html {
  const text = fieldsOf(fields['textParagraph'])['text'];
  const pair = fieldsOf(fields['keyValue'] ?? fields['decoratedText']);
  const label = textOf(pair['topLabel']);
  const content = textOf(pair['content']) || textOf(pair['text']);
  const image = textOf(fieldsOf(fields['image'])['imageUrl']);
  const buttons = objectsOf(fields['buttons'] ?? fieldsOf(fields['buttonList'])['buttons']);
  return html`${textOf(text) && html`<p>${plain(text)}</p>`}
    ${(label || content) && html`<p><span class="small">${label}</span><br>${plain(content)}</p>`}
    ${image && html`<p class="picture">picture: ${image}</p>`}
    ${buttons.map((each) => html`<span class="button">${textOf(fieldsOf(each['textButton'])['text']) || textOf(each['text'])}</span>`)}`;
}

/** The text of Google Chat's small HTML. */
function plain(text: unknown): string {
  return textOf(text)
    .replace(/<br\s*\/?>/gi, '\n')
    .replace(/<\/?(?:b|i|u|s|strike|font|a)\b[^>]*>/gi, '');
}
