import { expect, test } from 'vitest';
import { GoError } from '../go/error.ts';
import { Run } from '../go/run.ts';
import { fromInstant, GoTime, utc } from '../go/time/index.ts';
import { int } from '../go/value.ts';
import { dateFunctions } from './date.ts';

const now = { seconds: 1_714_979_289, nanoseconds: 500_000_000 };

function call(name: string, ...args: unknown[]): unknown {
  const result = dateFunctions[name]!.call(args, new Run({ clock: () => now }));
  return result instanceof GoTime ? result.in(utc).string() : result;
}

const time = fromInstant({ seconds: 1_714_953_600, nanoseconds: 0 });

test.each([
  ['dateInZone', ['2006-01-02 15:04 MST', now.seconds, 'Europe/Berlin'], '2024-05-06 09:08 CEST'],
  ['dateInZone', ['15:04 MST', int(0), 'UTC'], '00:00 UTC'],
  ['dateInZone', ['15:04:05.0 MST', 'no time', 'Mars/Olympus'], '07:08:09.5 UTC'],
  ['htmlDateInZone', [time, 'Pacific/Apia'], '2024-05-06'],
  ['dateModify', ['-1.5h', time], '2024-05-05 22:30:00 +0000 UTC'],
  ['dateModify', ['soon', time], '2024-05-06 00:00:00 +0000 UTC'],
  ['toDate', ['2006', 'x'], '0001-01-01 00:00:00 +0000 UTC'],
  ['toDate', ['2006-01-02Z07', '2024-05-06Z'], '2024-05-06 00:00:00 +0000 UTC'],
  ['unixEpoch', [time], '1714953600'],
  ['ago', [now.seconds - 90], '1m31s'],
  ['ago', ['no time'], '0s'],
  ['now', [], '2024-05-06 07:08:09.5 +0000 UTC'],
  ['duration', [95], '1m35s'],
  ['duration', [int(95)], '0s'],
  ['duration', ['-3600'], '-1h0m0s'],
  ['duration', ['x'], '0s'],
  ['durationRound', ['2h10m5s'], '2h'],
  ['durationRound', ['1h'], '60m'],
  ['durationRound', ['8761h'], '1y'],
  ['durationRound', ['-26h'], '1d'],
  ['durationRound', [fromInstant({ seconds: now.seconds - 200_000, nanoseconds: 0 })], '2d'],
  ['durationRound', [true], '0s'],
])('%s %o', (name, args, want) => {
  expect(call(name, ...args)).toBe(want);
});

test('the must functions report what the others swallow', () => {
  expect(() => call('mustToDate', '2006', 'x')).toThrow(
    new GoError('parsing time "x" as "2006": cannot parse "x" as "2006"'),
  );
  expect(() => call('mustDateModify', '1d', time)).toThrow(new GoError('time: unknown unit "d" in duration "1d"'));
});
