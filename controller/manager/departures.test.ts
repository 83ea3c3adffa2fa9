import { expect, it } from 'vitest';
import { Departures } from './departures.ts';
import { rsyncOf } from './test-objects.ts';

const rsync = rsyncOf('RepoSync', { name: 'repo-sync', namespace: 'bookinfo' });

it('are remembered until they are dealt with', () => {
  const departures = new Departures();
  departures.add('a', rsync, 1000);
  const departure = departures.of('a');
  expect(departure).toEqual({ rsync, since: 1000 });
  departures.forget('a', departure);
  expect(departures.of('a')).toBeUndefined();
});

it('of one name the last is remembered, also when the one before has just been dealt with', () => {
  const departures = new Departures();
  departures.add('a', rsync, 1000);
  const first = departures.of('a');
  departures.add('a', { ...rsync }, 2000);
  departures.forget('a', first);
  expect(departures.of('a')?.since).toBe(2000);
});

it('are forgotten after a minute by a manager that does not act', () => {
  const departures = new Departures();
  departures.add('a', rsync, 0);
  departures.add('b', rsync, 60_001);
  expect([departures.of('a'), departures.of('b')?.since]).toEqual([undefined, 60_001]);
});
