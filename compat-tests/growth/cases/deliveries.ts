import { ManualClock } from '../../../controller/kubernetes/manual-clock.ts';
import { silentLog } from '../../../controller/log.ts';
import { Deliveries } from '../../../controller/notification/deliveries.ts';
import type { Due } from '../../../controller/notification/evaluate.ts';
import { statusOf } from '../../../controller/rsync/status.ts';
import { emptyNotification } from '../../../engine/notification.ts';
import { type GrowthCase, upTo } from '../case.ts';
import { rsync } from './evaluation.ts';

const area = 'deliveries';

interface Scene {
  readonly deliveries: Deliveries;
  /** Resolves when so many sends have been tried. */
  readonly tried: (sends: number) => Promise<void>;
}

/** Deliveries whose sends fail for recipients with `!`. */
function scene(): Scene {
  let settled = 0;
  const deliveries = new Deliveries({
    render: async () => emptyNotification(),
    send: async (_notification, { due }) => {
      if (due.destination.recipient.includes('!')) throw new Error('refused');
    },
    onSettled: async () => {
      settled++;
    },
    log: silentLog,
    clock: new ManualClock(),
  });
  const tried = async (sends: number) => {
    while (settled < sends) await new Promise((resolve) => setImmediate(resolve));
  };
  return { deliveries, tried };
}

/** Deliveries of which n have failed once. */
async function failed(n: number): Promise<Scene> {
  const all = scene();
  for (const i of upTo(n)) all.deliveries.offer(`o${i}`, object, due(i, '!'));
  await all.tried(n);
  return all;
}

function due(i: number, recipient: string): Due {
  return { key: `t:${i}`, trigger: 't', oncePer: '', templates: [], destination: { service: 'hook', recipient } };
}

const offering =
  (offer: (deliveries: Deliveries, i: number) => void): GrowthCase['prepare'] =>
  (n) =>
  async () => {
    const { deliveries, tried } = scene();
    for (const i of upTo(n)) offer(deliveries, i);
    await tried(n);
    return () => deliveries.stop(0);
  };

const object = rsync({});
const report = (n: number) => ({
  object,
  problems: upTo(n).map((i) => `problem ${i}`),
  warnings: [],
  failures: upTo(n).map((i) => ({
    trigger: 't',
    destination: { service: 'hook', recipient: `r${i}` },
    message: 'm'.repeat(2000),
    error: 'refused',
    attempts: 1,
    lastAttempt: 1000,
    nextAttempt: 2000,
    givenUp: false,
  })),
  deliveries: [],
});

/** Notifications on their way. */
export const deliveryCases: readonly GrowthCase[] = [
  {
    area,
    name: 'objects due at once',
    size: 2_000,
    counted: 100,
    prepare: offering((all, i) => all.offer(`o${i}`, object, due(i, 'r'))),
  },
  {
    area,
    name: 'notifications of one group',
    size: 1_000,
    counted: 100,
    prepare: offering((all, i) => all.offer('o', object, due(i, 'r'))),
  },
  {
    area,
    name: 'objects of which half fail',
    size: 2_000,
    counted: 100,
    prepare: offering((all, i) => all.offer(`o${i}`, object, due(i, i % 2 === 0 ? '!' : 'r'))),
  },
  {
    area,
    name: 'destinations of one object',
    size: 1_000,
    counted: 100,
    prepare: offering((all, i) => all.offer('o', object, due(i, `r${i}`))),
  },
  {
    area,
    name: 'failures that are looked at for metrics',
    size: 500,
    counted: 50,
    prepare: async (n) => {
      const { deliveries } = await failed(n);
      return () => {
        for (let k = 0; k < 100; k++) if (deliveries.counts.pending !== n) throw new Error('not all wait');
      };
    },
  },
  {
    area,
    name: 'failures that a change of the configuration tries again',
    size: 500,
    counted: 50,
    prepare: async (n) => {
      const { deliveries, tried } = await failed(n);
      let sends = n;
      return async () => {
        sends += n;
        deliveries.hurry();
        await tried(sends);
      };
    },
  },
  {
    area: 'a status',
    name: 'failures',
    size: 200,
    counted: 100,
    prepare: (n) => {
      const failures = report(n);
      return () => JSON.stringify(statusOf(failures, '2026-01-01T00:00:00Z'));
    },
  },
];
