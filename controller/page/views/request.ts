import { type Html, html } from '../html.ts';
import { jsonOf } from './json.ts';
import type { SentRequest } from './sent.ts';

/** The exact request, with a body of JSON laid out. */
export function requestView({ method, url, headers, body }: SentRequest): Html {
  const head = [`${method} ${url}`, ...headers.map(([name, value]) => `${name}: ${value}`)].join('\n');
  const value = jsonOf(body);
  const laidOut = value === undefined || typeof value !== 'object' ? body : JSON.stringify(value, null, 2);
  return html`<pre class="wrap">${head}${laidOut && `\n\n${laidOut}`}</pre>`;
}
