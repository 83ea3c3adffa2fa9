import { expect, it } from 'vitest';
import { subscribe, unsubscribe } from './subscribe.ts';

const key = 'notifications.argoproj.io/subscribe.t.s';

it.each<[string | undefined, string[], string]>([
  [undefined, ['a', 'a', 'b'], 'a;a;b'],
  [undefined, [], ''],
  [' a ;; b', ['b', 'c'], 'a;b;c'],
  ['', ['c'], 'c'],
])('%j and %j give %j', (before, recipients, after) => {
  const annotations = before === undefined ? {} : { [key]: before };
  expect(subscribe(annotations, { trigger: 't', service: 's' }, recipients)).toEqual({ [key]: after });
});

it('without a trigger, the default ones are subscribed to', () => {
  expect(subscribe({ x: 'y' }, { trigger: '', service: 's', prefix: 'p' }, ['a'])).toEqual({
    x: 'y',
    'p/subscribe..s': 'a',
  });
});

it.each<[string, string, string | undefined]>([
  ['a;b;c', 'a', 'b;c'],
  ['a;b', 'a', 'b'],
  ['a', 'a', undefined],
  ['', '', undefined],
  ['a;b', 'zz', 'a;b'],
  ['a;a', 'a', 'a'],
])('%j without %j is %j', (before, recipient, after) => {
  const other = {
    'notifications.argoproj.io/subscribe.t.other': 'a',
    'notifications.argoproj.io/subscriptions': '- {}',
  };
  const left = unsubscribe({ ...other, [key]: before }, { trigger: 't', service: 's' }, recipient);
  expect(left).toEqual(after === undefined ? other : { ...other, [key]: after });
});
