export { documentOf, type Page, type PageLink } from './document.ts';
export { type Content, Html, html } from './html.ts';
export { PageServer, type Render } from './server.ts';
export { type Sent, type SentRequest, sentView } from './views/index.ts';
