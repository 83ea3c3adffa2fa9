import { createHash } from 'node:crypto';

/** Expressions and texts of Argo CD's own catalog in which there is something to find, by hash (compat-tests/argo-catalog/stock.ts prints them). */
const argoCatalog: readonly (readonly [hash: string, item: string])[] = [
  ['eRt0SI5ZSCL0Oea5', 'trigger.on-deployed.when'],
  ['onO-L4eSuP6-EE3k', 'trigger.on-health-degraded.when'],
  ['lsSe6htTx7i9xOQC', 'trigger.on-sync-failed.when'],
  ['D80qwmAHrDytssld', 'trigger.on-sync-running.when'],
  ['dM7AyX8AZ0nk6Sir', 'trigger.on-sync-status-unknown.when'],
  ['yeD96xfNVkiDfyOU', 'trigger.on-sync-succeeded.when'],
  ['CXNcWIye9yfHlcVf', 'template.app-deployed.slack.attachments'],
  ['mQHb6_rW-e1JcoBS', 'template.app-deployed.teams.facts'],
  ['FNu1D9Xu2H-V6_yt', 'template.app-health-degraded.slack.attachments'],
  ['GKbV1_3IGp4hIMLc', 'template.app-health-degraded.teams.facts'],
  ['_TfsSDzBktDW32fw', 'template.app-sync-failed.slack.attachments'],
  ['ox8QCJTJnctSnXEW', 'template.app-sync-failed.teams.facts'],
  ['QdJLimz8k4mSGjH_', 'template.app-sync-running.slack.attachments'],
  ['Er-CH2nJXjGZ4izo', 'template.app-sync-running.teams.facts'],
  ['wj7xvHTrdkZEzhs0', 'template.app-sync-status-unknown.teams.facts'],
  ['1m28zgkXghm5Z4-J', 'template.app-sync-succeeded.slack.attachments'],
  ['BgyYaGu9C36jd7wq', 'template.app-sync-succeeded.teams.facts'],
];

/** The same of the catalog in Config Sync's documentation. */
const configSyncCatalog: readonly (readonly [hash: string, item: string])[] = [
  ['1tnplYuuN1kmPhIW', 'trigger.on-reconciler-reconciling.when'],
  ['PR7dPF41bvlDCQYU', 'trigger.on-reconciler-stalled.when'],
  ['ePl9KZ-kq1JO0Lfy', 'trigger.on-sync-failed.when'],
  ['GzluteYIpJCNvQYU', 'trigger.on-sync-pending.when'],
  ['lFt5oRjC7vlSUJ6w', 'trigger.on-sync-synced.when'],
];

const stock: ReadonlySet<string> = new Set([...argoCatalog, ...configSyncCatalog].map(([hash]) => hash));

/** Whether an expression or text is, but for white space, one of a stock catalog: what is wrong with it is upstream's to mend. */
export function isStock(text: string): boolean {
  return stock.has(stockHash(text));
}

/** What an expression or text of a catalog is known by. */
export function stockHash(text: string): string {
  return createHash('sha256').update(text.replace(/\s+/g, ' ').trim()).digest('base64url').slice(0, 16);
}
