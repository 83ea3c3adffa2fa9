import { type Html, html } from '../html.ts';
import { link, markedBy } from './marks.ts';

/** A text with the marks of Markdown that chats and their cards know. */
export const markdown: (text: string) => Html = markedBy([
  { pattern: /`([^`\n]+)`/, shown: ([code]) => html`<code>${code}</code>` },
  { pattern: /\[([^\]\n]+)\]\(([^)\s]+)\)/, shown: ([text = '', url = '']) => link(url, text) },
  { pattern: /\*\*([^*\n]+)\*\*/, shown: ([text = ''], marked) => html`<b>${marked(text)}</b>` },
  { pattern: /(?<![\w*])\*([^*\n]+)\*(?![\w*])/, shown: ([text = ''], marked) => html`<i>${marked(text)}</i>` },
  { pattern: /(?<!\w)_([^_\n]+)_(?!\w)/, shown: ([text = ''], marked) => html`<i>${marked(text)}</i>` },
]);
