import { listAt, mapAt, textAt } from '../../controller/rsync/sync.ts';

/** How a notification stands: accepted, tried again later, being tried, given up, or what keeps all from being tried. */
export type DeliveryState = 'sent' | 'waiting' | 'trying' | 'dead' | 'problem';

/** One notification of an RSync, as its Notification has it. */
export interface DeliveryLine {
  readonly rsync: string;
  readonly state: DeliveryState;
  readonly trigger: string;
  /** `service:recipient` */
  readonly destination: string;
  /** RFC 3339: when it was accepted, or last tried. */
  readonly time: string;
  /** RFC 3339: when it is tried again at the latest. */
  readonly next: string;
  readonly attempts: number;
  readonly error: string;
}

type Fields = Record<string, unknown>;

/** What a Notification's status tells of each notification, failures first. */
export function deliveriesOf(notification: Fields): DeliveryLine[] {
  const metadata = mapAt(notification, 'metadata');
  const status = mapAt(notification, 'status');
  const rsync = `${textAt(metadata, 'namespace')}/${textAt(metadata, 'name')}`;
  const failed = listAt(status, 'notificationError').map((item) => failedLine(rsync, item));
  const warned = listAt(status, 'warnings').map((item) => ({ ...failedLine(rsync, item), state: 'problem' as const }));
  const sent = listAt(status, 'deliveries').map((item) => ({
    ...lineOf(rsync, item),
    state: 'sent' as const,
    time: textAt(item, 'deliveredAt'),
  }));
  return [...failed, ...warned, ...sent];
}

function failedLine(rsync: string, item: Fields): DeliveryLine {
  const next = textAt(item, 'nextAttempt');
  const isProblem = item['service'] === undefined;
  const state = isProblem ? 'problem' : item['givenUp'] === true ? 'dead' : next === '' ? 'trying' : 'waiting';
  return {
    ...lineOf(rsync, item),
    state,
    time: textAt(item, 'lastAttempt'),
    next,
    error: textAt(item, 'errorMessage'),
  };
}

function lineOf(rsync: string, item: Fields): DeliveryLine {
  const service = textAt(item, 'service');
  const recipient = textAt(item, 'recipient');
  const attempts = typeof item['attempts'] === 'number' ? item['attempts'] : 0;
  const destination = recipient === '' ? service : `${service}:${recipient}`;
  return {
    rsync,
    state: 'problem',
    trigger: textAt(item, 'trigger'),
    destination,
    time: '',
    next: '',
    attempts,
    error: '',
  };
}
