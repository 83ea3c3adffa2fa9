import type { Report } from '../notification/report.ts';
import { lastCommit, mapAt } from './sync.ts';

const maxItems = 100;
const maxMessage = 1024;

/** `status` of a Notification. Empty texts and lists are left out. */
export interface NotificationStatus {
  readonly observedGeneration?: number;
  readonly commit?: string;
  readonly lastUpdate?: string | null;
  readonly notificationError?: readonly NotificationErrorItem[];
  readonly warnings?: readonly NotificationWarning[];
  readonly deliveries?: readonly NotificationDelivery[];
}

export interface NotificationErrorItem {
  readonly trigger?: string;
  readonly service?: string;
  readonly recipient?: string;
  readonly message?: string;
  readonly errorMessage: string;
  readonly attempts?: number;
  /** RFC 3339, as is the next. */
  readonly lastAttempt?: string;
  /** Absent while it is being tried and once it is given up. */
  readonly nextAttempt?: string;
  readonly givenUp?: boolean;
}

export interface NotificationWarning {
  readonly trigger?: string;
  readonly errorMessage: string;
}

export interface NotificationDelivery {
  readonly trigger: string;
  readonly service: string;
  readonly recipient?: string;
  readonly alreadyNotified?: boolean;
  /** RFC 3339 */
  readonly deliveredAt?: string;
}

/**
 * The status that describes the last evaluation of an RSync. Lists are cut to 100 items and texts to 1024 characters.
 * @param now RFC 3339
 */
export function statusOf(report: Report, now: string): NotificationStatus {
  const generation = report.object.metadata.generation;
  const commit = lastCommit(report.object);
  return {
    ...(typeof generation === 'number' ? { observedGeneration: generation } : {}),
    ...(commit === '' ? {} : { commit }),
    lastUpdate: now,
    ...list('notificationError', [...problemItems(report), ...failureItems(report)]),
    ...list(
      'warnings',
      report.warnings.map((warning) => ({ ...warning, errorMessage: cut(warning.errorMessage) })),
    ),
    ...list('deliveries', deliveryItems(report)),
  };
}

function problemItems(report: Report): NotificationErrorItem[] {
  return report.problems.map((problem) => ({ errorMessage: cut(problem) }));
}

function failureItems(report: Report): NotificationErrorItem[] {
  return report.failures.map(({ trigger, destination, message, error, ...tries }) => ({
    trigger,
    service: destination.service,
    ...(destination.recipient === '' ? {} : { recipient: destination.recipient }),
    ...(message === '' ? {} : { message: cut(message) }),
    errorMessage: cut(error),
    attempts: tries.attempts,
    ...timeField('lastAttempt', tries.lastAttempt),
    ...timeField('nextAttempt', tries.nextAttempt),
    ...(tries.givenUp ? { givenUp: true } : {}),
  }));
}

function deliveryItems(report: Report): NotificationDelivery[] {
  return report.deliveries.map(({ trigger, destination, alreadyNotified, deliveredAt }) => ({
    trigger,
    service: destination.service,
    ...(destination.recipient === '' ? {} : { recipient: destination.recipient }),
    ...(alreadyNotified ? { alreadyNotified } : {}),
    ...timeField('deliveredAt', deliveredAt === undefined ? undefined : deliveredAt * 1000),
  }));
}

/** A field with a time as RFC 3339 in whole seconds; none for what is no time that a date can have. */
function timeField<Name extends string>(
  name: Name,
  milliseconds: number | undefined,
): { readonly [K in Name]?: string } {
  const date = new Date(milliseconds ?? Number.NaN);
  if (Number.isNaN(date.getTime())) return {};
  return { [name]: date.toISOString().replace(/\.\d+Z$/, 'Z') } as { readonly [K in Name]: string };
}

function list(name: string, items: readonly object[]): object {
  return items.length === 0 ? {} : { [name]: items.slice(0, maxItems) };
}

function cut(text: string): string {
  return text.length <= maxMessage ? text : `${text.slice(0, maxMessage - 1)}…`;
}

/** Whether two statuses say the same, whenever they were written. */
export function sameStatus(a: NotificationStatus, b: unknown): boolean {
  return stable({ ...a, lastUpdate: null }) === stable({ ...mapAt({ status: b }, 'status'), lastUpdate: null });
}

function stable(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) => {
    if (typeof item !== 'object' || item === null || Array.isArray(item)) return item;
    return Object.fromEntries(Object.entries(item).sort(([x], [y]) => (x < y ? -1 : 1)));
  });
}
