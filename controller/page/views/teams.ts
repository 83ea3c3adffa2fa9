import { type Html, html } from '../html.ts';
import { fieldsOf, jsonOf, objectsOf, textOf } from './json.ts';
import { markdown } from './markdown.ts';
import type { Sent } from './sent.ts';
import { chatView, colorOf } from './slack.ts';

type Fields = Readonly<Record<string, unknown>>;

/** A card in Microsoft Teams: a message card of a connector, or an adaptive card of a workflow. */
export function teamsView({ requests, notification }: Sent): Html {
  const body = fieldsOf(jsonOf(requests[0]?.body ?? ''));
  const adaptive = objectsOf(body['attachments']).map(({ content }) => fieldsOf(content));
  if (adaptive.length > 0) return chatView('Workflows', adaptive.map(adaptiveCard));
  if (body['type'] === 'AdaptiveCard') return chatView('Workflows', adaptiveCard(body));
  if (Object.keys(body).length > 0) return chatView('Connector', messageCard(body));
  return chatView('Connector', html`<p>${markdown(notification?.message ?? '')}</p>`);
}

function messageCard(card: Fields): Html {
  return html`<div class="card" style="border-top-color:${colorOf(textOf(card['themeColor']))}">
    ${heading(card['title'])}${paragraph(card['text'])}
    ${objectsOf(card['sections']).map(
      (section) => html`<div class="section">
        ${heading(section['title'])}${heading(section['activityTitle'])}${paragraph(section['activitySubtitle'])}
        ${paragraph(section['activityText'])}${paragraph(section['text'])}${facts(objectsOf(section['facts']), 'name')}
      </div>`,
    )}
    <p>${objectsOf(card['potentialAction']).map((action) => html`<span class="button">${textOf(action['name'])}</span>`)}</p>
  </div>`;
}

function adaptiveCard(card: Fields): Html {
  return html`<div class="card">${objectsOf(card['body']).map(element)}${actions(card['actions'])}</div>`;
}

function element(item: Fields): Html {
  switch (item['type']) {
    case 'TextBlock': {
      const strong = item['weight'] === 'Bolder' || item['size'] === 'Large' || item['size'] === 'ExtraLarge';
      return strong ? html`${heading(item['text'])}` : html`${paragraph(item['text'])}`;
    }
    case 'FactSet':
      return html`${facts(objectsOf(item['facts']), 'title')}`;
    case 'Container':
    case 'Column':
      return html`<div class="section">${objectsOf(item['items']).map(element)}</div>`;
    case 'ColumnSet':
      return html`<div class="columns">${objectsOf(item['columns']).map(element)}</div>`;
    case 'Image':
      return html`<p class="picture">picture: ${textOf(item['url'])}</p>`;
    case 'ActionSet':
      return actions(item['actions']);
    default:
      return html`<pre>${JSON.stringify(item, null, 2)}</pre>`;
  }
}

function actions(list: unknown): Html {
  const buttons = objectsOf(list).map(
    (action) => html`<span class="button" title="${textOf(action['url'])}">${textOf(action['title'])}</span>`,
  );
  return html`${buttons.length > 0 && html`<p>${buttons}</p>`}`;
}

function heading(text: unknown): Html | false {
  return textOf(text) !== '' && html`<p class="heading">${markdown(textOf(text))}</p>`;
}

function paragraph(text: unknown): Html | false {
  return textOf(text) !== '' && html`<p>${markdown(textOf(text))}</p>`;
}

function facts(list: readonly Fields[], name: 'name' | 'title'): Html | false {
  if (list.length === 0) return false;
  return html`<dl class="fields">${list.map(
    (fact) => html`<div class="long"><dt>${textOf(fact[name])}</dt><dd>${markdown(textOf(fact['value']))}</dd></div>`,
  )}</dl>`;
}
