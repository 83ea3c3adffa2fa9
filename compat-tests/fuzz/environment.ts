import { formatFloat } from '../../engine/go/strconv.ts';
import type { Random } from './random.ts';

/*
 * The variables of random programs. A name always has the same sort of value, so that the grammars can tell what fits; the
 * values differ from program to program. Values are in the JSON of the conformance protocol.
 */

const tag = (type: string, v: unknown) => ({ $t: type, v });
const integer = (type: string, value: number | bigint) => tag(type, String(value));

const texts = [
  '',
  'a',
  'b',
  'abc',
  'Hello, World',
  ' x ',
  'é',
  'a😀b',
  '<a href="x">T&J\'s</a>',
  'line\nline2',
  '12',
  '-3.5',
  '0x1F',
  'true',
  'a,b,,c',
  '1.2.3',
  '2024-05-06T07:08:09Z',
  '1h30m',
  'app-sync-failed',
  'fooBar_bazQux',
  '{"a":[1,2.5,null]}',
  '%d',
  '\t',
  'ǅ',
  'ß',
  'İ',
  '\u2028',
  'https://u:p@h.example:8080/a/b?x=1#f',
  '/a/../b',
  'a.tar.gz',
] as const;
const integers = [0, 1, 2, 3, -1, -7, 10, 42, 255, 1000, 65536, 1714979289] as const;
const longs = ['9007199254740993', '9223372036854775807', '-9223372036854775808', '4611686018427387904'] as const;
const floats = [0, 1, 0.5, -0.25, 3.5, 2.675, 1e21, 1e-7, 123456789.125, 1 / 3, 100, 1e6, 1e20, -2, 0.1] as const;
const times = [
  '2024-05-06T07:08:09.123456789Z',
  '2024-02-29T23:59:59Z',
  '1999-12-31T00:00:00Z',
  '0001-01-01T00:00:00Z',
] as const;
const zones = ['', 'UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata'] as const;
const durations = ['5400000000000', '0', '1500000', '-3600000000000', '90061000000001', '999'] as const;

const float64 = (value: number) => tag('float64', formatFloat(value, 'g', -1, 64));

function scalar(random: Random): unknown {
  const kinds = [
    () => random.pick(texts),
    () => integer('int64', random.pick(integers)),
    () => integer('int', random.pick(integers)),
    () => float64(random.pick(floats)),
    () => random.chance(0.5),
    () => null,
  ];
  return random.pick(kinds)();
}

function listOf<T>(random: Random, item: () => T, longest = 5): T[] {
  return Array.from({ length: random.below(longest + 1) }, item);
}

function anyValue(random: Random, depth = 2): unknown {
  if (depth === 0 || random.chance(0.6)) return scalar(random);
  if (random.chance(0.5)) return listOf(random, () => anyValue(random, depth - 1));
  return mapOf(random, () => anyValue(random, depth - 1));
}

const keys = ['a', 'b', 'name', 'type', 'x', 'z', 'é', 'a.b', '__proto__', 'constructor', 'Name'] as const;

function mapOf(random: Random, value: () => unknown): Record<string, unknown> {
  return Object.fromEntries(listOf(random, () => [random.pick(keys), value()] as const, 4));
}

function item(random: Random): unknown {
  return {
    name: random.pick(['a', 'b', 'c', 'guestbook-ui']),
    type: random.pick(['Stalled', 'SyncError', 'Synced']),
    n: integer('int64', random.pick(integers)),
    ok: random.chance(0.5),
    ...(random.chance(0.5) ? { tags: listOf(random, () => random.pick(texts), 3) } : {}),
  };
}

function applicationOf(random: Random): unknown {
  return {
    metadata: { name: 'guestbook', labels: { app: 'gb' }, generation: integer('int64', 7) },
    status: {
      health: { status: random.pick(['Healthy', 'Degraded']) },
      conditions: listOf(random, () => item(random), 3),
      operationState: random.chance(0.8)
        ? { phase: random.pick(['Succeeded', 'Failed', 'Running']), finishedAt: '2024-05-06T07:05:00Z' }
        : null,
    },
  };
}

const helpers = ['add', 'div', 'half', 'greet', 'score', 'boom', 'boomE', 'two', 'ident'] as const;

/** A random value for each variable name. */
const variables: Readonly<Record<string, (random: Random) => unknown>> = {
  s: (random) => random.pick(texts),
  t: (random) => random.pick(texts),
  e: () => '',
  bad: (random) => tag('string', random.pick(['/2Fi', 'YcM=', '8J+Y'])),
  n: (random) => integer('int64', random.pick(integers)),
  i: (random) => integer('int', random.pick(integers)),
  big: (random) => integer('int64', BigInt(random.pick(longs))),
  byte: (random) => integer('uint8', random.below(256)),
  small: (random) => integer('int32', random.pick(integers)),
  f: (random) => float64(random.pick(floats)),
  g: (random) => float64(random.next() * 10 ** (random.below(30) - 10)),
  single: (random) => tag('float32', formatFloat(Math.fround(random.pick(floats)), 'g', -1, 32)),
  nan: () => tag('float64', 'NaN'),
  inf: () => tag('float64', '+Inf'),
  ok: (random) => random.chance(0.5),
  nothing: () => null,
  list: (random) => listOf(random, () => anyValue(random, 1)),
  nums: (random) =>
    listOf(random, () => (random.chance(0.7) ? integer('int64', random.pick(integers)) : float64(random.pick(floats)))),
  words: (random) => listOf(random, () => random.pick(texts)),
  strs: (random) =>
    tag(
      '[]string',
      listOf(random, () => random.pick(texts)),
    ),
  ints: (random) =>
    tag(
      '[]int',
      listOf(random, () => integer('int', random.pick(integers))),
    ),
  objs: (random) => listOf(random, () => item(random)),
  empty: () => [],
  m: (random) => mapOf(random, () => anyValue(random, 1)),
  mss: (random) =>
    tag(
      'map[string]string',
      [...new Set(listOf(random, () => random.pick(keys), 3))].map((key) => [key, random.pick(texts)]),
    ),
  maa: () => tag('map[interface {}]interface {}', [['s', integer('int', 2)]]),
  tm: (random) => ({ ...tag('time.Time', random.pick(times)), zone: random.pick(zones) }),
  d: (random) => tag('time.Duration', random.pick(durations)),
  bytes: (random) => tag('[]byte', random.pick(['aGk=', '', '/w=='])),
  nilList: () => tag('nil:[]string', null),
  nilMap: () => tag('nil:map[string]string', null),
  app: applicationOf,
};

const functions = Object.fromEntries(
  helpers.map((name) => [`fn${name.charAt(0).toUpperCase()}${name.slice(1)}`, tag('func', name)]),
);

/** Random values for all variables. */
export function randomEnvironment(random: Random): Record<string, unknown> {
  const values = Object.entries(variables).map(([name, make]) => [name, make(random)]);
  return { ...Object.fromEntries(values), ...functions };
}

/** The variables that a source may use. */
export function mentioned(source: string, env: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(env).filter(([name]) => new RegExp(`\\b${name}\\b`).test(source)));
}

/** The variables less those that print as addresses or bytes, which cannot be compared. */
export function printable(env: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^(fn[A-Z]|bad$)/.test(name)));
}
