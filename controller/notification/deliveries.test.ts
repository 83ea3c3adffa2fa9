import { describe, expect, it } from 'vitest';
import { EngineError } from '../../engine/errors.ts';
import { emptyNotification } from '../../engine/notification.ts';
import { ManualClock, settled } from '../kubernetes/manual-clock.ts';
import { silentLog } from '../log.ts';
import { Deliveries, type Delivery } from './deliveries.ts';
import type { Due } from './evaluate.ts';
import { subscriptionId } from './evaluate.ts';

const object = { apiVersion: 'v1', kind: 'RootSync', metadata: { name: 'root-sync' } };

function due(key: string, service = 'inbox', oncePer = key): Due {
  return { key, trigger: 't', oncePer, templates: [], destination: { service, recipient: '' } };
}

type Send = (key: string, signal: AbortSignal) => Promise<void>;

function start(send: Send, maxAttempts = 5) {
  const clock = new ManualClock();
  const sent: string[] = [];
  const settledKeys: string[] = [];
  const deliveries = new Deliveries({
    render: async ({ due: { key } }) => ({ ...emptyNotification(), message: `message ${key}` }),
    send: async (_notification, { due: { key } }, signal) => {
      sent.push(key);
      await send(key, signal);
    },
    onSettled: async (delivery: Delivery, outcome) => {
      settledKeys.push(`${delivery.due.key} ${outcome}`);
    },
    log: silentLog,
    clock,
    maxAttempts,
  });
  return { clock, deliveries, sent, settledKeys };
}

function failing(times: number): Send {
  let left = times;
  return async () => {
    if (left-- > 0) throw new Error('no');
  };
}

const hang: Send = (_key, signal) => {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason));
  });
};

const subscribed = new Set([subscriptionId({ trigger: 't', destination: { service: 'inbox', recipient: '' } })]);

describe('a delivery', () => {
  it('is sent once however often it is offered', async () => {
    const { deliveries, sent, settledKeys } = start(async () => undefined);
    deliveries.offer('a', object, due('k'));
    deliveries.offer('a', object, due('k'));
    await settled();
    expect(sent).toEqual(['k']);
    expect(settledKeys).toEqual(['k delivered']);
    expect(deliveries.of('a')).toEqual([]);
  });

  it('is tried again with growing pauses, and says meanwhile what is wrong', async () => {
    const { clock, deliveries, sent } = start(failing(3));
    deliveries.offer('a', object, due('k'));
    await settled();
    expect(deliveries.of('a')).toMatchObject([{ failures: 1, message: 'message k', lastError: { message: 'no' } }]);
    for (const [pause, tries] of [
      [750, 2],
      [1_500, 3],
      [3_000, 4],
    ] as const) {
      await clock.pass(pause - 1);
      expect(sent).toHaveLength(tries - 1);
      await clock.pass(1);
      expect(sent).toHaveLength(tries);
    }
    expect(deliveries.of('a')).toEqual([]);
  });

  it('waits at most five minutes between tries', async () => {
    const { clock, deliveries, sent } = start(failing(40), 100);
    deliveries.offer('a', object, due('k'));
    await clock.pass(3_600_000);
    const before = sent.length;
    await clock.pass(300_000);
    expect(sent.length).toBeGreaterThan(before);
  });

  it('is tried at once when the configuration has changed', async () => {
    const { deliveries, sent } = start(failing(1));
    deliveries.offer('a', object, due('k'));
    await settled();
    deliveries.hurry();
    await settled();
    expect(sent).toEqual(['k', 'k']);
  });
});

it('counts as delivered what the receiver refuses for good', async () => {
  const { clock, deliveries, sent, settledKeys } = start(async () => {
    throw new EngineError('send-final', 'too many');
  });
  deliveries.offer('a', object, due('k'));
  await clock.pass(600_000);
  expect(sent).toEqual(['k']);
  expect(settledKeys).toEqual(['k delivered']);
});

it('waits as long as the receiver asks, up to an hour', async () => {
  const { clock, deliveries, sent } = start(async () => {
    throw new EngineError('send', 'later', { retryAfterMs: 600_000 });
  });
  deliveries.offer('a', object, due('k'));
  await settled();
  await clock.pass(599_999);
  expect(sent).toHaveLength(1);
  await clock.pass(1);
  expect(sent).toHaveLength(2);
});

it('gives up after the last try, and tries again when told to', async () => {
  const { clock, deliveries, sent, settledKeys } = start(failing(100));
  deliveries.offer('a', object, due('k'));
  await settled();
  await clock.pass(3_600_000);
  expect(sent).toHaveLength(5);
  expect(settledKeys.at(-1)).toBe('k dead');
  expect(deliveries.counts).toEqual({ pending: 0, dead: 1 });
  deliveries.hurry('b');
  deliveries.hurry('a');
  await settled();
  expect(sent).toHaveLength(6);
  expect(deliveries.counts).toEqual({ pending: 1, dead: 0 });
});

describe('a service that is there again', () => {
  const refusing = (down: () => boolean, broken = ''): Send => {
    return async (key) => {
      if (down() || key === broken) throw new Error('no');
    };
  };

  it('gets all that waits at once when one delivery succeeds', async () => {
    let down = true;
    const { clock, deliveries, sent, settledKeys } = start(
      refusing(() => down),
      0,
    );
    deliveries.offer('a', object, due('old'));
    await settled();
    await clock.pass(600_000);
    down = false;
    sent.length = 0;
    deliveries.offer('b', object, due('new'));
    await settled();
    expect(sent).toEqual(['new', 'old']);
    expect(settledKeys.slice(-2)).toEqual(['new delivered', 'old delivered']);
    expect(deliveries.counts).toEqual({ pending: 0, dead: 0 });
  });

  it('does not try a recipient that goes on failing each time that another one succeeds', async () => {
    const { clock, deliveries, sent } = start(
      refusing(() => false, 'broken'),
      0,
    );
    deliveries.offer('a', object, due('broken'));
    await settled();
    await clock.pass(600_000);
    sent.length = 0;
    for (let i = 0; i < 10; i++) {
      deliveries.offer(`owner ${i}`, object, due(`k${i}`));
      await settled();
    }
    expect(sent.filter((key) => key === 'broken')).toHaveLength(1);
  });

  it('leaves alone what its receiver asked to wait for', async () => {
    const { deliveries, sent } = start(async (key) => {
      if (key === 'limited') throw new EngineError('send', 'slow down', { retryAfterMs: 60_000 });
    });
    deliveries.offer('a', object, due('limited'));
    await settled();
    deliveries.offer('b', object, due('k'));
    await settled();
    expect(sent).toEqual(['limited', 'k']);
  });
});

describe('what is no longer called for', () => {
  it.each<[string, Due, readonly string[], ReadonlySet<string>, number]>([
    ['a condition without oncePer that has cleared', due('k', 'inbox', ''), [], subscribed, 1],
    ['a condition without oncePer that holds', due('k', 'inbox', ''), ['k'], subscribed, 2],
    ['news that is overtaken', due('k'), ['other'], subscribed, 2],
    ['a destination that is not subscribed any more', due('k'), ['k'], new Set(), 1],
  ])('%s', async (_what, offered, live, subscriptions, tries) => {
    const { clock, deliveries, sent } = start(failing(1));
    deliveries.offer('a', object, offered);
    await settled();
    deliveries.retain('a', new Set(live), subscriptions);
    deliveries.retain('b', new Set(), new Set());
    await clock.pass(10_000);
    expect(sent).toHaveLength(tries);
  });
});

describe('lanes', () => {
  it('keep a receiver that hangs from holding up another', async () => {
    const { deliveries, settledKeys } = start((key, signal) =>
      key.startsWith('slow') ? hang(key, signal) : Promise.resolve(),
    );
    for (let i = 0; i < 10; i++) deliveries.offer(`owner ${i}`, object, due(`slow ${i}`, 'slow'));
    deliveries.offer('a', object, due('quick', 'inbox'));
    await settled();
    expect(settledKeys).toEqual(['quick delivered']);
  });

  it('bound what is sent to one service at once, at the beginning even more', async () => {
    const { clock, deliveries, sent } = start(hang);
    for (let i = 0; i < 10; i++) deliveries.offer(`owner ${i}`, object, due(`k${i}`));
    await settled();
    expect(sent).toHaveLength(1);
    await clock.pass(1_000);
    expect(sent).toHaveLength(4);
  });

  it('are a crowd while each service accepts and has plenty waiting', async () => {
    const gate = Promise.withResolvers<void>();
    const { clock, deliveries } = start((key) => (key === 'first' ? Promise.resolve() : gate.promise));
    const offer = (service: string, count: number) => {
      for (let i = 0; i < count; i++) deliveries.offer(`${service}${i}`, object, due(`${service}${i}`, service));
    };
    offer('inbox', 100);
    expect(deliveries.isCrowded).toBe(false);
    deliveries.offer('a', object, due('first', 'other'));
    await settled();
    expect(deliveries.isCrowded).toBe(false);
    offer('other', 100);
    expect(deliveries.isCrowded).toBe(true);
    await clock.pass(100);
    expect(deliveries.isCrowded).toBe(false);
    gate.resolve();
    await settled();
  });

  it('keep the order of one destination of one object', async () => {
    const releases: (() => void)[] = [];
    const { deliveries, sent } = start(() => new Promise((resolve) => releases.push(resolve)));
    deliveries.offer('a', object, due('first'));
    deliveries.offer('a', object, due('second'));
    await settled();
    expect(sent).toEqual(['first']);
    releases[0]?.();
    await settled();
    expect(sent).toEqual(['first', 'second']);
  });
});

describe('stopping', () => {
  it('waits for what is under way and takes on nothing more', async () => {
    let release = () => {};
    const { deliveries, sent, settledKeys } = start(
      () =>
        new Promise((resolve) => {
          release = resolve;
        }),
    );
    deliveries.offer('a', object, due('first'));
    deliveries.offer('a', object, due('second'));
    await settled();
    const stopped = deliveries.stop(1_000);
    deliveries.offer('b', object, due('third'));
    release();
    await stopped;
    expect(sent).toEqual(['first']);
    expect(settledKeys).toEqual(['first delivered']);
  });

  it('gives up on what outlasts the grace period', async () => {
    const { clock, deliveries, settledKeys } = start(hang);
    deliveries.offer('a', object, due('k'));
    await settled();
    const stopped = deliveries.stop(1_000);
    await clock.pass(1_000);
    await stopped;
    expect(settledKeys).toEqual(['k failed']);
    expect(clock.timers).toBe(0);
  });
});
