import { type Html, html } from '../html.ts';
import { fieldsOf, jsonOf, textOf } from './json.ts';
import { markdown } from './markdown.ts';
import type { Sent } from './sent.ts';
import { attachmentsView, chatView } from './slack.ts';

/** A message in Mattermost, or in Rocket.Chat. */
export function chatWithAttachments({ requests, notification }: Sent): Html {
  const bodies = requests.map(({ body }) => fieldsOf(jsonOf(body)));
  const message = bodies.find((body) => 'message' in body || 'text' in body) ?? {};
  const text = textOf(message['message']) || textOf(message['text']) || notification?.message || '';
  const attachments = message['attachments'] ?? fieldsOf(message['props'])['attachments'];
  const name = textOf(message['alias']) || 'notification app';
  return chatView(name, [html`<p>${markdown(text)}</p>`, attachmentsView(attachments)]);
}

/** A message of text alone: Telegram, Webex, Pushover. */
export function plainChat({ requests, notification }: Sent): Html {
  const body = requests.at(-1)?.body ?? '';
  const fields = fieldsOf(jsonOf(body));
  const form = new URLSearchParams(body);
  const text = textOf(fields['text']) || textOf(fields['markdown']) || (form.get('text') ?? form.get('message'));
  return chatView('notification app', html`<p>${markdown(text || notification?.message || '')}</p>`);
}
