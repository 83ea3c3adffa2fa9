import { displayOf } from '../../engine/errors.ts';
import { formatDestination } from '../../engine/notification/destinations.ts';
import type { EventRecorder } from '../kubernetes/index.ts';
import type { Observer } from './controller.ts';
import type { Delivery, Outcome } from './deliveries.ts';

/** An observer that counts, and that writes Events about deliveries that fail, are given up, or succeed after failures. */
export function observerOf(metrics: Observer, events: Pick<EventRecorder, 'record'>): Observer {
  return {
    evaluated: (counts) => metrics.evaluated(counts),
    settled: (delivery, outcome) => {
      metrics.settled(delivery, outcome);
      const text = eventText(delivery, outcome);
      if (text) events.record(delivery.object, text);
    },
  };
}

type EventText = Parameters<EventRecorder['record']>[1];

/** Only the first failure of a notification is news. */
function eventText({ due, failures, lastError }: Delivery, outcome: Outcome): EventText | undefined {
  const what = `${due.trigger} to ${formatDestination(due.destination)}`;
  if (outcome === 'dead') {
    return {
      type: 'Warning',
      reason: 'NotificationGivenUp',
      message: `${what} after ${failures} tries: ${displayOf(lastError)}`,
    };
  }
  if (outcome === 'failed' || outcome === 'lost') {
    return failures > 1
      ? undefined
      : { type: 'Warning', reason: 'NotificationFailed', message: `${what}: ${displayOf(lastError)}` };
  }
  return failures === 0
    ? undefined
    : { type: 'Normal', reason: 'NotificationRecovered', message: `${what} after ${failures} failures` };
}
