import { describe, expect, it } from 'vitest';
import { mergeDestinations } from './notification/destinations.ts';
import { parseSelector } from './selectors.ts';
import { annotationDestinations, argoPrefix, globalDestinations } from './subscriptions.ts';

const defaults = {
  defaultTriggers: ['d1', 'd2'],
  serviceDefaultTriggers: new Map([
    ['svc', ['s1']],
    ['none', []],
    ['nil', null],
  ]),
};

function flat(destinations: ReadonlyMap<string, readonly { service: string; recipient: string }[]>): string[] {
  return [...destinations].flatMap(([trigger, list]) => list.map((to) => `${trigger} ${to.service}:${to.recipient}`));
}

function of(annotations: Record<string, string>, prefixes?: string[]): string[] {
  return flat(annotationDestinations(annotations, defaults, prefixes).destinations);
}

describe('annotationDestinations', () => {
  it.each<[string, string, string[]]>([
    ['subscribe.t.slack', 'a;b', ['t slack:a', 't slack:b']],
    ['subscribe.t.slack', ' a ; b ;; ;a', ['t slack:a', 't slack:b', 't slack:a']],
    ['subscribe.t.slack', '', ['t slack:']],
    ['subscribe.t.slack', ' ; ', []],
    ['subscribe.t.slack', '\u00a0a\u2003;\ufeffb', ['t slack:a', 't slack:\ufeffb']],
    ['subscribe.t.slack', 'a,b:c', ['t slack:a,b:c']],
    ['subscribe.slack', 'a', ['d1 slack:a', 'd2 slack:a']],
    ['subscribe..slack', 'a', ['d1 slack:a', 'd2 slack:a']],
    ['subscribe.svc', 'a', ['s1 svc:a']],
    ['subscribe.none', 'a', []],
    ['subscribe.nil', 'a', []],
    ['subscribe.a.b.c', 'r', ['a b:r']],
    ['subscribe/t/slack', 'a', []],
    [
      'subscriptions',
      '- trigger: [a, b]\n  destinations:\n  - service: s\n    recipients: [x, 1]',
      ['a s:x', 'a s:1', 'b s:x', 'b s:1'],
    ],
    ['subscriptions', '- destinations:\n  - service: svc\n    recipients: [x]', ['s1 svc:x']],
    [
      'subscriptions.more',
      '- {Trigger: [""], Destinations: [{Service: s, recipients: [" x"]}]}',
      ['d1 s: x', 'd2 s: x'],
    ],
    ['subscriptions', '- trigger: [a]', []],
    ['subscriptions', '- trigger: a\n  destinations:\n  - service: s\n    recipients: [x]', ['d1 s:x', 'd2 s:x']],
    ['subscriptions', '', []],
    ['other', 'x', []],
  ])('%s: %j', (key, value, want) => {
    expect(of({ [`${argoPrefix}/${key}`]: value })).toEqual(want);
  });

  it('ignores annotations that are no subscriptions, whatever stands before them', () => {
    const subscribed = { [`${argoPrefix}/subscribe.t.slack`]: 'a' };
    expect(of({ ...subscribed, [`${argoPrefix}/subscriptions`]: '', zzz: '', aaa: 'x' })).toEqual(['t slack:a']);
  });

  it('reads every prefix it is given and no other', () => {
    const annotations = { 'a.io/subscribe.t.s': '1', 'b.io/subscribe.t.s': '2', [`${argoPrefix}/subscribe.t.s`]: '3' };
    expect(of(annotations, ['a.io', 'b.io'])).toEqual(['t s:1', 't s:2']);
  });

  it.each([
    ['', 'Subscription is not defined'],
    [
      '- trigger: a',
      'Notification subscription unmarshal error: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal string',
    ],
    ['a: "', 'Notification subscription unmarshal error: error converting YAML to JSON: yaml: '],
  ])('says what is wrong with %j', (value, message) => {
    const annotation = `${argoPrefix}/subscriptions`;
    const { problems } = annotationDestinations({ [annotation]: value }, defaults);
    expect(problems).toMatchObject([{ annotation, message: expect.stringContaining(message) }]);
  });
});

describe('globalDestinations', () => {
  const subscriptions = [
    { recipients: ['slack:a', 'email:x@y:25', 'console'], triggers: ['t'], selector: null },
    { recipients: ['slack:b'], triggers: null, selector: parseSelector('a=b') },
    { recipients: null, triggers: null, selector: null },
  ];

  it('takes the part between the first two colons as recipient, and the default triggers', () => {
    expect(flat(globalDestinations(subscriptions, ['d'], { a: 'b' }))).toEqual([
      't slack:a',
      't email:x@y',
      't console:',
      'd slack:b',
    ]);
  });

  it('leaves out what the selector does not match', () => {
    expect(flat(globalDestinations(subscriptions, ['d'], {}))).toEqual(['t slack:a', 't email:x@y', 't console:']);
    expect(flat(globalDestinations(null, null, {}))).toEqual([]);
  });
});

describe('mergeDestinations', () => {
  it('keeps each destination of a trigger once, the first', () => {
    const a = new Map([['t', [{ service: 's', recipient: 'a' }]]]);
    const b = new Map([
      [
        't',
        [
          { service: 's', recipient: 'b' },
          { service: 's', recipient: 'a' },
        ],
      ],
      ['c', [{ service: 'x', recipient: '' }]],
    ]);
    expect(flat(mergeDestinations(a, b))).toEqual(['c x:', 't s:a', 't s:b']);
  });
});
