import type { Clock, Connection, KubernetesObject } from '../kubernetes/index.ts';
import type { Log } from '../log.ts';
import { parseNotificationOptions } from '../options.ts';
import { argumentsOf, environmentOf } from './container.ts';
import { ownerKey } from './owner.ts';
import type { Wanted } from './wanted.ts';

/** A notification process that runs in the manager. */
export interface Guest {
  /** Resolves when it has begun; never rejects. */
  start(): Promise<unknown>;
  stop(): Promise<unknown>;
  /** Has an RSync that is gone evaluated a last time. */
  farewell(object: KubernetesObject): void;
  /** Whether it acts and has nothing left to do. */
  readonly idle: boolean;
}

export type Invite = (wanted: Wanted) => Promise<Guest>;

export interface GuestDependencies {
  readonly connection: Connection;
  readonly log: Log;
  readonly clock: Clock;
}

/**
 * Makes guests that are told what their container would be, but for what only a pod has. The engine is loaded for the first of them, since most managers
 * never need it.
 */
export function guestsOf({ connection, log, clock }: GuestDependencies): Invite {
  return async (wanted) => {
    const { NotificationProcess } = await import('../notification/process.ts');
    const { rsyncSubject } = await import('../rsync/subject.ts');
    const environment = Object.fromEntries(environmentOf(wanted).map(({ name, value }) => [name, value]));
    const args = [...argumentsOf(wanted), '--metrics-port=0', '--grace-period=10s'];
    return new NotificationProcess(parseNotificationOptions(args, environment), rsyncSubject, {
      connection,
      log: named(log, ownerKey(wanted.owner)),
      clock,
      environment: wanted.options.proxy,
      deletions: 'told',
    });
  };
}

/** A log whose lines say which RSync they are about. */
function named(log: Log, owner: string): Log {
  const at =
    (level: keyof Log): Log['info'] =>
    (fields, message) =>
      log[level]({ owner, ...fields }, message);
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}
