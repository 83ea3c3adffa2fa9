import { documentOf, type Html, html, sentView } from '../../controller/page/index.ts';
import type { Cell, Preview, PreviewDelivery, PreviewMessage } from './model.ts';

/** Which objects are shown: as they are, or with text that breaks what is put together without care. */
export type Sample = 'plain' | 'hostile';

export interface PageOptions {
  readonly sample: Sample;
  /** Where each sample is found. */
  readonly hrefs: Readonly<Record<Sample, string>>;
  /** What the page is about: the files' names. */
  readonly subject: string;
  /** Lets the page follow its server. */
  readonly nonce?: string | undefined;
}

/** The preview as an HTML document. */
export function previewPage(preview: Preview, { sample, hrefs, subject, nonce }: PageOptions): string {
  const links = [
    { text: 'As it is', href: hrefs.plain, isCurrent: sample === 'plain' },
    { text: 'Hostile text', href: hrefs.hostile, isCurrent: sample === 'hostile' },
  ];
  const main = html`${problemsView(preview)}${triggersView(preview)}${messagesView(preview)}`;
  return documentOf({ title: 'Notification preview', status: statusOf(preview, subject), links, main }, nonce);
}

/** The document for a configuration that cannot be read at all. */
export function failurePage(message: string, subject: string, nonce?: string): string {
  const main = html`<h2>Nothing to show</h2><pre class="wrap bad">${message}</pre>`;
  return documentOf({ title: 'Notification preview', status: html`${subject}`, main }, nonce);
}

function statusOf({ problems, messages, omitted }: Preview, subject: string): Html {
  const count = messages.length + omitted;
  const told =
    problems.length === 0
      ? html`<span class="good">no problems</span>`
      : html`<span class="bad">${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}</span>`;
  return html`${subject}: ${told}, ${count} ${count === 1 ? 'message' : 'messages'}`;
}

function problemsView({ problems }: Preview): Html | false {
  if (problems.length === 0) return false;
  return html`<section aria-labelledby="problems"><h2 id="problems">Problems</h2>${problems.map(
    (problem) => html`<pre class="wrap">${problem}</pre>`,
  )}</section>`;
}

function triggersView({ triggers, objects }: Preview): Html {
  if (triggers.length === 0) return html`<h2>Triggers</h2><p>The ConfigMap has no triggers that can be used.</p>`;
  return html`<section aria-labelledby="triggers"><h2 id="triggers">Triggers</h2>
    <div class="scroll" role="region" aria-labelledby="triggers" tabindex="0"><table>
      <caption>What fires on which object; a tick leads to its message.</caption>
      <thead><tr><th scope="col">Trigger</th>${objects.map((title) => html`<th scope="col">${title}</th>`)}</tr></thead>
      <tbody>${triggers.map(
        ({ name, cells }) =>
          html`<tr><th scope="row">${name}</th>${cells.map((cell, i) => html`<td>${cellView(cell, name, objects[i] ?? '')}</td>`)}</tr>`,
      )}</tbody>
    </table></div></section>`;
}

function cellView({ fires, error, oncePer }: Cell, trigger: string, object: string): Html {
  if (fires) {
    const label = `${trigger} fires on ${object}`;
    return html`<a href="#${idOf(trigger, object)}" aria-label="${label}" title="${oncePer && `once per ${oncePer}`}">✔ fires</a>`;
  }
  return error === undefined ? html`–` : html`<span class="bad" title="${error}">fails</span>`;
}

function idOf(trigger: string, object: string): string {
  return `${trigger}--${object}`.replaceAll(/[^\w-]+/g, '-');
}

function messagesView({ messages, isMadeUp, omitted }: Preview): Html {
  const madeUp =
    isMadeUp &&
    html`<p class="small">The ConfigMap has no services: Slack, e-mail, Teams and Google Chat are assumed.</p>`;
  return html`<section aria-labelledby="messages"><h2 id="messages">Messages</h2>${madeUp}
    ${messages.map(messageView)}
    ${omitted > 0 && html`<p>${omitted} more are not shown.</p>`}</section>`;
}

function messageView({ trigger, object, templates, isSubscribed, deliveries }: PreviewMessage): Html {
  return html`<article id="${idOf(trigger, object)}">
    <h3>${trigger} · ${object}</h3>
    <p class="small">${templates.length > 0 ? `template ${templates.join(', ')}` : 'no template: nothing is sent'}${!isSubscribed && '; nobody is subscribed, so every service is shown'}</p>
    ${templates.length > 0 && html`<div class="deliveries">${deliveries.map(deliveryView)}</div>`}
  </article>`;
}

function deliveryView({
  destination: { service, recipient },
  type,
  notification,
  requests,
  error,
}: PreviewDelivery): Html {
  return html`<div><h4>${service}${recipient && `: ${recipient}`}</h4>
    ${error !== undefined && html`<pre class="wrap bad">${error}</pre>`}
    ${notification && error === undefined && sentView({ type, notification, requests })}</div>`;
}
