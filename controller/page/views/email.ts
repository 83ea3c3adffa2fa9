import { type Html, html } from '../html.ts';
import type { Sent } from './sent.ts';

/** An e-mail: as text, and as HTML where it runs no script and fetches nothing. */
export function emailView({ notification }: Sent): Html {
  const email = notification?.email;
  const body = email?.body || notification?.message || '';
  const looksLikeHtml = /<(?:!doctype|html|body|p|div|br|a|b|i|h\d|img|li|ol|span|strong|style|table|ul)\b/i.test(body);
  return html`<div class="mail">
    <p class="heading">${email?.subject || '(no subject)'}</p>
    ${looksLikeHtml && html`<iframe sandbox="" title="The message as HTML" srcdoc="${framed(body)}"></iframe>`}
    <pre class="wrap">${body}</pre>
  </div>`;
}

function framed(body: string): string {
  const policy = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`;
  return `<!doctype html>${policy}<style>body{font:14px sans-serif;background:#fff;color:#000}</style>${body}`;
}
