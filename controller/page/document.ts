import { Html, html } from './html.ts';
import { style } from './style.ts';

export interface Page {
  readonly title: string;
  /** One line about how things stand, read out when it changes. */
  readonly status: Html;
  readonly links?: readonly PageLink[];
  readonly main: Html;
}

export interface PageLink {
  readonly text: string;
  readonly href: string;
  readonly isCurrent: boolean;
}

/** Takes over what has changed, and leaves the reader where they are. */
const client = `
new EventSource('events').onmessage = async () => {
  const next = new DOMParser().parseFromString(await (await fetch(location.href)).text(), 'text/html');
  const opened = [...document.querySelectorAll('details')].map((each) => each.open);
  const focused = document.activeElement?.getAttribute('href');
  for (const part of ['main', '.status']) document.querySelector(part).replaceWith(next.querySelector(part));
  [...document.querySelectorAll('details')].forEach((each, i) => { each.open = opened[i] ?? false; });
  if (focused) document.querySelector('a[href="' + CSS.escape(focused) + '"]')?.focus();
};
`;

/** The Content-Security-Policy of a page: nothing is fetched but itself, no script runs but its own. */
export function policyOf(nonce: string | undefined): string {
  const live = nonce === undefined ? '' : ` script-src 'nonce-${nonce}'; connect-src 'self';`;
  return `default-src 'none'; style-src 'unsafe-inline'; img-src data:;${live} base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
}

/** The whole document. With a nonce it follows the server it comes from, without one it stands for itself. */
export function documentOf({ title, status, links = [], main }: Page, nonce?: string): string {
  const policy = nonce === undefined && html`<meta http-equiv="Content-Security-Policy" content="${staticPolicy}">`;
  const script = nonce !== undefined && new Html(`<script nonce="${nonce}">${client}</script>`);
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">${policy}
<meta name="viewport" content="width=device-width">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>${new Html(style)}</style>
</head>
<body>
<header>
<h1>${title}</h1>
<p class="status" role="status">${status}</p>
${links.length > 0 && html`<nav aria-label="Samples">${links.map(linkView)}</nav>`}
</header>
<main>
${main}
</main>
${script}</body>
</html>
`.text;
}

/** A policy in a page cannot say who may frame it. */
const staticPolicy = policyOf(undefined).replace(/; frame-ancestors 'none'/, '');

function linkView({ text, href, isCurrent }: PageLink): Html {
  return isCurrent ? html`<a href="${href}" aria-current="page">${text}</a>` : html`<a href="${href}">${text}</a>`;
}
