import { beforeEach, describe, expect, it } from 'vitest';
import type { KubernetesObject } from '../kubernetes/index.ts';
import { ManualClock, settled } from '../kubernetes/manual-clock.ts';
import { silentLog } from '../log.ts';
import type { Guest } from './guest.ts';
import { Host } from './host.ts';
import { rsyncOf, wantedRepoSync } from './test-objects.ts';
import type { Wanted } from './wanted.ts';

class FakeGuest implements Guest {
  readonly uid: string;
  state: 'new' | 'started' | 'stopped' = 'new';
  idle = false;
  parting: KubernetesObject | undefined;

  constructor(uid: string) {
    this.uid = uid;
  }

  async start(): Promise<void> {
    this.state = 'started';
  }

  async stop(): Promise<void> {
    this.state = 'stopped';
  }

  farewell(object: KubernetesObject): void {
    this.parting = object;
  }
}

let clock: ManualClock;
let guests: FakeGuest[];
let host: Host;

beforeEach(() => {
  clock = new ManualClock();
  guests = [];
  const invite = async ({ rsync }: Wanted): Promise<Guest> => {
    if (rsync.metadata.uid === 'broken') throw new Error('no engine');
    const guest = new FakeGuest(rsync.metadata.uid ?? '');
    guests.push(guest);
    return guest;
  };
  host = new Host({ invite, log: silentLog, clock, capacity: 2, turnMs: 1000 });
});

function rsync(uid: string): Wanted {
  return { ...wantedRepoSync(), rsync: rsyncOf('RepoSync', { name: 'repo-sync', namespace: 'bookinfo', uid }) };
}

/** The guests that run, by the uids of their RSyncs. */
function running(): string[] {
  return guests.filter(({ state }) => state === 'started').map(({ uid }) => uid);
}

describe('a process in the manager', () => {
  it('runs until it is dismissed', async () => {
    host.keep('a', rsync('1'));
    await settled();
    host.keep('a', rsync('1'));
    await settled();
    expect([running(), host.size]).toEqual([['1'], 1]);
    await host.dismiss('a');
    expect([running(), host.size]).toEqual([[], 0]);
  });

  it('is replaced when it would be told something else', async () => {
    host.keep('a', rsync('1'));
    await settled();
    host.keep('a', rsync('2'));
    await settled();
    expect([running(), guests.length]).toEqual([['2'], 2]);
    const given = rsync('2');
    host.keep('a', { ...given, settings: { ...given.settings, secretName: undefined } });
    await settled();
    expect([running(), guests.length]).toEqual([['2'], 3]);
  });

  it('does not begin when it was dismissed while it was made', async () => {
    host.keep('a', rsync('1'));
    await host.dismiss('a');
    await settled();
    expect(running()).toEqual([]);
  });

  it('that cannot be made is tried again the next time', async () => {
    host.keep('a', rsync('broken'));
    await settled();
    expect(host.size).toBe(0);
    host.keep('a', rsync('1'));
    await settled();
    expect(running()).toEqual(['1']);
  });

  it('ends with all others', async () => {
    for (const uid of ['1', '2', '3']) host.keep(uid, rsync(uid));
    await settled();
    await host.dismissAll();
    expect([running(), host.size, clock.timers]).toEqual([[], 0, 0]);
    await clock.pass(5000);
    expect(running()).toEqual([]);
  });
});

describe('more processes than there is room for', () => {
  beforeEach(async () => {
    for (const uid of ['1', '2', '3', '4']) host.keep(uid, rsync(uid));
    await settled();
  });

  it('wait', async () => {
    expect(running()).toEqual(['1', '2']);
    await clock.pass(5000);
    expect(running(), 'those that have something to do stay').toEqual(['1', '2']);
    await clock.pass(1000);
    expect(running(), 'but not for ever').toEqual(['3', '4']);
  });

  it('take turns when those that run have nothing to do', async () => {
    const seen = new Set<string>();
    for (let i = 0; i < 3; i++) {
      for (const guest of guests) guest.idle = true;
      for (const uid of running()) seen.add(uid);
      expect(running()).toHaveLength(2);
      await clock.pass(1000);
    }
    expect([...seen].sort()).toEqual(['1', '2', '3', '4']);
  });

  it('take the place of one that is dismissed', async () => {
    await host.dismiss('1');
    await settled();
    expect(running()).toEqual(['2', '3']);
    await host.dismiss('4');
    await host.dismiss('2');
    expect(running()).toEqual(['3']);
  });
});

describe('a deletion', () => {
  it('is told by the process that runs already', async () => {
    const wanted = rsync('1');
    host.keep('a', wanted);
    await settled();
    expect(host.farewell('a', wanted, wanted.rsync)).toBe('telling');
    expect(guests[0]?.parting).toBe(wanted.rsync);
    Object.assign(guests[0] as FakeGuest, { idle: true });
    expect(host.farewell('a', wanted, wanted.rsync)).toBe('told');
  });

  it('is told by a process of its own, which stays until it has', async () => {
    const wanted = rsync('1');
    expect(host.farewell('a', wanted, wanted.rsync)).toBe('waiting');
    await settled();
    expect(host.farewell('a', wanted, wanted.rsync)).toBe('telling');
    host.keep('b', rsync('2'));
    host.keep('c', rsync('3'));
    await settled();
    for (const guest of guests) guest.idle = true;
    await clock.pass(2000);
    expect(guests[0]).toMatchObject({ uid: '1', state: 'started', parting: wanted.rsync });
    expect(running()).toContain('3');
  });
});
