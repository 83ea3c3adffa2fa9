import { type Notification, notificationJson } from '../../../engine/notification.ts';
import { type Html, html } from '../html.ts';
import { chatWithAttachments, plainChat } from './chats.ts';
import { emailView } from './email.ts';
import { gitHubView } from './github.ts';
import { googleChatView } from './googlechat.ts';
import { requestView } from './request.ts';
import type { Sent } from './sent.ts';
import { slackView } from './slack.ts';
import { teamsView } from './teams.ts';

export type { Sent, SentRequest } from './sent.ts';

/** How messages look to their readers, by the type of service. */
const views: ReadonlyMap<string, (sent: Sent) => Html> = new Map([
  ['slack', slackView],
  ['mattermost', chatWithAttachments],
  ['rocketchat', chatWithAttachments],
  ['telegram', plainChat],
  ['webex', plainChat],
  ['pushover', plainChat],
  ['teams', teamsView],
  ['teams-workflows', teamsView],
  ['googlechat', googleChatView],
  ['email', emailView],
  ['github', gitHubView],
]);

/** A delivery as its reader sees it, and below it what is sent. */
export function sentView(sent: Sent): Html {
  const { requests, notification } = sent;
  const view = views.get(sent.type)?.(sent);
  const exact =
    requests.length > 0 || !notification
      ? requests.map(requestView)
      : html`<pre class="wrap">${json(notification)}</pre>`;
  if (!view) return html`${exact}`;
  return html`${view}<details><summary>What is sent</summary>${exact}</details>`;
}

function json(notification: Notification): string {
  return JSON.stringify(JSON.parse(notificationJson(notification).toText()), null, 2);
}
