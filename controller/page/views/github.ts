import { type Html, html } from '../html.ts';
import { fieldsOf, jsonOf, textOf } from './json.ts';
import { markdown } from './markdown.ts';
import type { Sent, SentRequest } from './sent.ts';

/** What GitHub shows: statuses of commits, deployments, check runs, comments. */
export function gitHubView({ requests }: Sent): Html {
  const written = requests.filter(({ method }) => method !== 'GET').map(change);
  return html`<ul class="github">${written.length > 0 ? written : html`<li>Nothing is written.</li>`}</ul>`;
}

function change({ method, url, body }: SentRequest): Html {
  const fields = fieldsOf(jsonOf(body));
  const state = textOf(fields['state']) || textOf(fields['conclusion']) || textOf(fields['status']);
  const title = textOf(fields['context']) || textOf(fields['name']) || textOf(fields['environment']);
  const text = textOf(fields['description']) || textOf(fields['body']) || textOf(fieldsOf(fields['output'])['summary']);
  return html`<li><b>${kindOf(url)}</b> ${state && html`<span class="tag">${state}</span>`} ${title}
    ${text && html`<p>${markdown(text)}</p>`}<p class="small">${method} ${url}</p></li>`;
}

function kindOf(url: string): string {
  if (/\/deployments\/[^/]+\/statuses$/.test(url)) return 'Deployment status';
  if (url.includes('/statuses/')) return 'Commit status';
  if (url.endsWith('/deployments')) return 'Deployment';
  if (url.includes('/check-runs')) return 'Check run';
  return /\/comments/.test(url) ? 'Comment' : 'Change';
}
