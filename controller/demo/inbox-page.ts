import { documentOf, html, PageServer, type SentRequest, sentView } from '../page/index.ts';

/** What has happened: a state of the RootSync, and the messages about it. */
interface Chapter {
  readonly state: string;
  readonly requests: SentRequest[];
}

/** So much of what has happened is kept. */
const maxChapters = 100;

/** The demo's inbox as a web page on loopback, newest first. */
export class InboxPage {
  private readonly chapters: Chapter[] = [];
  private readonly server = new PageServer((url, nonce) => (url.pathname === '/' ? this.document(nonce) : undefined));

  /** Resolves to its URL. */
  start(): Promise<string> {
    return this.server.start();
  }

  stop(): Promise<void> {
    return this.server.stop();
  }

  state(state: string): void {
    this.chapters.unshift({ state, requests: [] });
    this.chapters.length = Math.min(this.chapters.length, maxChapters);
    this.server.changed();
  }

  message(request: SentRequest): void {
    this.chapters[0]?.requests.push(request);
    this.server.changed();
  }

  private document(nonce: string): string {
    const main = this.chapters.map(
      ({ state, requests }) => html`<article><h2>${state}</h2>
        ${requests.length === 0 && html`<p class="small">No message so far.</p>`}
        <div class="deliveries">${requests.map((request) => html`<div>${sentView({ type: 'slack', requests: [request] })}</div>`)}</div>
      </article>`,
    );
    const status = html`${this.chapters[0]?.state ?? 'nothing has happened yet'}`;
    return documentOf({ title: 'Inbox of the demo', status, main: html`${main}` }, nonce);
  }
}
