import { expect, it } from 'vitest';
import { namespaceMatcher } from './namespaces.ts';

it.each<[string, boolean, readonly string[]]>([
  ['team-a', true, ['team-a']],
  ['team-ab', false, ['team-a']],
  ['team-a', true, ['other', 'team-*']],
  ['my-team-a', false, ['team-*']],
  ['team-a', true, ['team-?']],
  ['team-a', true, ['{dev,team-a}']],
  ['team-12', true, ['/^team-[0-9]+$/']],
  ['team-x', false, ['/^team-[0-9]+$/']],
  ['my-team-1-x', true, ['/team-[0-9]/']],
  ['team-a', false, []],
])('%s is served: %s, by %j', (namespace, served, patterns) => {
  expect(namespaceMatcher(patterns)(namespace)).toBe(served);
});

it('a regular expression that does not compile is refused', () => {
  expect(() => namespaceMatcher(['/(/'])).toThrow(
    '--application-namespaces: error parsing regexp: missing closing ): `(`',
  );
});
