import { type Html, html } from '../html.ts';
import { link, markedBy } from './marks.ts';

/** A text with Slack's marks as its reader sees it. */
export const mrkdwn: (text: string) => Html = markedBy(
  [
    { pattern: /```\n?([\s\S]+?)```/, shown: ([code]) => html`<pre>${code}</pre>` },
    { pattern: /`([^`\n]+)`/, shown: ([code]) => html`<code>${code}</code>` },
    { pattern: /<([^|>\s]+)\|([^>]+)>/, shown: ([url = '', text = '']) => link(url, text) },
    { pattern: /<(https?:[^>\s]+|mailto:[^>\s]+)>/, shown: ([url = '']) => link(url, url) },
    { pattern: /<([@#!][^>\s]+)>/, shown: ([name = '']) => html`<b class="mention">${name.replace(/^!/, '@')}</b>` },
    { pattern: /(?<![\w*])\*([^*\n]+)\*(?![\w*])/, shown: ([text = ''], marked) => html`<b>${marked(text)}</b>` },
    { pattern: /(?<!\w)_([^_\n]+)_(?!\w)/, shown: ([text = ''], marked) => html`<i>${marked(text)}</i>` },
    { pattern: /(?<!\w)~([^~\n]+)~(?!\w)/, shown: ([text = ''], marked) => html`<s>${marked(text)}</s>` },
  ],
  unescaped,
);

/** Slack has the sender escape these three. */
function unescaped(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
