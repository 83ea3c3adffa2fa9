import { describe, expect, it } from 'vitest';
import { unmarshal } from './decode.ts';
import { any, bool, custom, embedded, int, integer, list, map, pointer, str, struct } from './schema.ts';

const inner = struct('pkg.Inner', { name: str, tags: list(str), flag: pointer(bool) });
const policy = custom(
  'pkg.Policy',
  str,
  () => 'Post',
  (text) => (text === 'Update' ? text : 'Post'),
);
const outer = struct('pkg.Outer', {
  when: str,
  send: list(str),
  labels: map(str),
  port: int,
  wait: integer('time.Duration'),
  html: bool,
  inner: pointer(inner),
  items: list(inner),
  policy,
  anything: any,
  idle: embedded('Transport', str),
});
const zero = {
  when: '',
  send: null,
  labels: null,
  port: 0,
  wait: 0,
  html: false,
  inner: null,
  items: null,
  policy: 'Post',
  anything: null,
  idle: '',
};

describe('unmarshal', () => {
  it.each<[string, object]>([
    ['', {}],
    ['~', {}],
    ['unknown: 1', {}],
    ['when: yes', { when: 'true' }],
    ['when: 0x10', { when: '16' }],
    ['when: 1.10', { when: '1.1' }],
    ['when: 1e3', { when: '1000' }],
    ['when: 16777217.5', { when: '1.6777218e+07' }],
    ['when: 3.14159265358979', { when: '3.1415927' }],
    ['when: .inf', { when: '+Inf' }],
    ['when: ~', {}],
    ['When: a\nwhen: b', { when: 'b' }],
    ['when: a\nWhen: b', { when: 'a' }],
    ['SEND: [1, true, 1.5, ~]', { send: ['1', 'true', '1.5', ''] }],
    ['send: []', { send: [] }],
    ['labels: {y: 1, n: ~, 3: x, 1.5: z}', { labels: { true: '1', false: '', 3: 'x', 1.5: 'z' } }],
    ['port: 587.0', { port: 587 }],
    ['inner: {}', { inner: { name: '', tags: null, flag: null } }],
    ['inner: {name: a}\nInner: {flag: no}', { inner: { name: 'a', tags: null, flag: false } }],
    [
      'items: [{name: a}, ~]',
      {
        items: [
          { name: 'a', tags: null, flag: null },
          { name: '', tags: null, flag: null },
        ],
      },
    ],
    ['policy: Update', { policy: 'Update' }],
    ['policy: whatever', {}],
    ['anything: {a: [x, ~]}', { anything: { a: ['x', null] } }],
    ['\u017fend: [a]', { send: ['a'] }],
  ])('%j', (text, want) => {
    const { value, error } = unmarshal(text, outer);
    expect(error).toBeUndefined();
    expect(JSON.parse(JSON.stringify(value))).toEqual({ ...zero, ...want });
  });

  const prefix = 'error unmarshaling JSON: while decoding JSON: ';
  it.each<[string, string, string]>([
    ['[a]', `${prefix}json: cannot unmarshal array into Go value of type pkg.Outer`, '1:1'],
    ['when: {a: b}', `${prefix}json: cannot unmarshal object into Go struct field Outer.when of type string`, '1:7'],
    ['html: "yes"', `${prefix}json: cannot unmarshal string into Go struct field Outer.html of type bool`, '1:7'],
    ['port: 1.5', `${prefix}json: cannot unmarshal number 1.5 into Go struct field Outer.port of type int`, '1:7'],
    ['wait: 1s', `${prefix}json: cannot unmarshal string into Go struct field Outer.wait of type time.Duration`, '1:7'],
    ['send: a', `${prefix}json: cannot unmarshal string into Go struct field Outer.send of type []string`, '1:7'],
    [
      '\ninner:\n  tags: [[a]]',
      `${prefix}json: cannot unmarshal array into Go struct field Inner.inner.tags of type string`,
      '3:10',
    ],
    [
      'items: [{}, {name: [a]}]',
      `${prefix}json: cannot unmarshal array into Go struct field Inner.items.name of type string`,
      '1:20',
    ],
    ['policy: 5', `${prefix}json: cannot unmarshal number into Go struct field Outer.policy of type string`, '1:9'],
    [
      'idle: 5',
      `${prefix}json: cannot unmarshal number into Go struct field Outer.Transport.idle of type string`,
      '1:7',
    ],
  ])('%j is a type error at its place', (text, message, place) => {
    const { error } = unmarshal(text, outer);
    expect(error?.message).toBe(message);
    expect(`${error?.place?.line}:${error?.place?.column}`).toBe(place);
  });

  it('goes on after a type error and reports the first', () => {
    const { value, error } = unmarshal('port: x\nhtml: y\nlabels: 5\nwhen: z', outer);
    expect(error?.message).toContain('Outer.labels');
    expect(value).toMatchObject({ html: true, when: 'z', port: 0 });
  });

  it.each([
    ['a: "x', 'error converting YAML to JSON: yaml: found unexpected end of stream'],
    ['foo: .nan', 'error converting YAML to JSON: json: unsupported value: NaN'],
    ['port: -.inf', 'error converting YAML to JSON: json: unsupported value: -Inf'],
  ])('%j is no JSON', (text, message) => {
    expect(unmarshal(text, outer).error?.message).toBe(message);
  });
});
