import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { GoError } from '../error.ts';
import { packZone, unpackZone } from './bundle.ts';
import { fromInstant, parseTime, utc, Zones } from './index.ts';
import { parseRule } from './rule.ts';
import { parseTzif } from './tzif.ts';

const bundled = new Zones([]);

test.each([
  ['America/New_York', '2024-03-10T06:59:59Z', '2024-03-10 01:59:59 -05:00 EST'],
  ['America/New_York', '2024-03-10T07:00:00Z', '2024-03-10 03:00:00 -04:00 EDT'],
  ['Asia/Kolkata', '2024-01-01T00:00:00Z', '2024-01-01 05:30:00 +05:30 IST'],
  ['Africa/Casablanca', '2024-01-01T00:00:00Z', '2024-01-01 01:00:00 +01:00 +01'],
  ['Europe/Dublin', '2050-07-01T00:00:00Z', '2050-07-01 01:00:00 +01:00 IST'],
  ['Australia/Lord_Howe', '2060-01-01T00:00:00Z', '2060-01-01 11:00:00 +11:00 +11'],
  ['Africa/Accra', '1910-01-01T00:00:00Z', '1909-12-31 23:59:08 +00:00 LMT'],
  ['America/Nuuk', '2040-03-31T00:30:00Z', '2040-03-30 23:30:00 -01:00 -01'],
])('without zone files, %s at %s', (zone, instant, want) => {
  const time = parseTime('2006-01-02T15:04:05Z07:00', instant, utc);
  expect(time.in(bundled.load(zone)).format('2006-01-02 15:04:05 -07:00 MST')).toBe(want);
});

test('a zone file goes before the bundle', () => {
  const directory = mkdtempSync(join(tmpdir(), 'zones-'));
  mkdirSync(join(directory, 'Europe'));
  writeFileSync(join(directory, 'Europe', 'Berlin'), tzif('TST-3'));
  writeFileSync(join(directory, 'Broken'), 'no zone file');
  const zones = new Zones([directory]);
  expect(fromInstant({ seconds: 0, nanoseconds: 0 }, zones.load('Europe/Berlin')).string()).toBe(
    '1970-01-01 03:00:00 +0300 TST',
  );
  expect(() => zones.load('Europe')).toThrow(new GoError('is a directory'));
  expect(() => zones.load('Europe/Berlin/x')).toThrow(new GoError('not a directory'));
  expect(() => zones.load('Broken')).toThrow(new GoError('malformed time zone information'));
});

/** The bytes of a zone file without transitions whose rule is `rule`. */
function tzif(rule: string): Uint8Array {
  const header = Buffer.alloc(44);
  header.write('TZif2');
  header.writeUInt32BE(1, 36);
  header.writeUInt32BE(4, 40);
  const body = Buffer.from([0, 0, 0, 0, 0, 0, 0x55, 0x54, 0x43, 0]);
  return Buffer.concat([header, body, header, body, Buffer.from(`\n${rule}\n`)]);
}

test.each([
  ['Mars/Olympus', 'unknown time zone Mars/Olympus'],
  ['../passwd', 'time: invalid location name'],
  ['/etc/passwd', 'time: invalid location name'],
])('%s is no zone', (name, message) => {
  expect(() => bundled.load(name)).toThrow(new GoError(message));
});

test.each(['', 'UTC'])('%j is UTC itself', (name) => {
  expect(bundled.load(name)).toBe(utc);
});

test('cut-off zone files are malformed', () => {
  const whole = tzif('TST-3');
  for (let length = 0; length < 108; length += 9) {
    expect(() => parseTzif(whole.subarray(0, length))).toThrow(GoError);
  }
});

test.each([
  ['CET-1CEST,M3.5.0,M10.5.0/3', 1_719_792_000, 'CEST', 7200],
  ['IST-1GMT0,M10.5.0,M3.5.0/1', 1_704_067_200, 'GMT', 0],
  ['<-03>3<-02>,M3.5.0/-2,M10.5.0/-1', 1_711_839_599, '-03', -10_800],
  ['XXX3YYY,J60/0,J300', 1_709_175_600, 'XXX', -10_800],
  ['XXX3YYY,59/0,300', 1_709_175_600, 'YYY', -7200],
  ['EST5EDT', 1_719_792_000, 'EDT', -14_400],
])('rule %s', (rule, seconds, name, offset) => {
  expect(parseRule(rule)?.(-Infinity, seconds)).toMatchObject({ name, offset });
});

test.each([
  '',
  'X',
  'CET',
  'CET-1CEST,M13.1.0,M1.1.0',
  'CET-1CEST,M3.5.0',
  'CET-1CEST,M3.5.0,M10.5.0x',
])('%j is no rule', (rule) => {
  expect(parseRule(rule)).toBeUndefined();
});

test('a packed zone is unpacked unchanged', () => {
  const data = {
    types: [
      { name: 'LMT', offset: -75, isDst: false },
      { name: '+01', offset: 3600, isDst: true },
    ],
    times: [-2_000_000_000, 5, 5_000_000_000],
    indexes: [0, 1, 0],
    rule: '<+01>-1',
  };
  expect(unpackZone(packZone(data))).toEqual(data);
});
