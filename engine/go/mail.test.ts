import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GoError } from './error.ts';
import { parseMailAddress } from './mail.ts';

describe('parseMailAddress', () => {
  it.each([
    ['a@x.org', 'a@x.org'],
    [' Ann <a.b@x.org> ', 'a.b@x.org'],
    ['"Ann, B." <a@x.org> (a comment)', 'a@x.org'],
    ['"a b"@x.org', 'a b@x.org'],
    ['a@[127.0.0.1]', 'a@[127.0.0.1]'],
    ['ü@grüße.de', 'ü@grüße.de'],
    ['all: a@x.org;', 'a@x.org'],
  ])('%j', (text, want) => {
    expect(parseMailAddress(text)).toBe(want);
  });

  it.each([
    ['', 'mail: no address'],
    ['ann', "mail: missing '@' or angle-addr"],
    ['Ann B', 'mail: no angle-addr'],
    ['Ann <a@x.org', 'mail: unclosed angle-addr'],
    ['Ann <a>', 'mail: missing @ in addr-spec'],
    ['<a@>', 'mail: invalid string'],
    ['<a..b@x.org>', 'mail: double dot in atom'],
    ['<.a@x.org>', 'mail: leading dot in atom'],
    ['<a.@x.org>', 'mail: trailing dot in atom'],
    ['<""@x.org>', 'mail: empty quoted string in addr-spec'],
    ['a@x.org b@x.org', 'mail: expected single address, got "b@x.org"'],
    ['a@x.org (', 'mail: misformatted parenthetical comment'],
    ['<a@[1.2.3]>', 'mail: invalid IP address in domain-literal: "1.2.3"'],
    ['<a@[1.2.3>', 'mail: unclosed domain-literal'],
    ['all:;', 'mail: empty group'],
    ['all: a@x.org, b@x.org;', 'mail: group with multiple addresses'],
    ['<a\udcff@x.org>', 'mail: invalid utf-8 in address: "a\\xff@x.org>"'],
  ])('%j is refused', (text, want) => {
    expect(() => parseMailAddress(text)).toThrow(new GoError(want));
  });

  it('refuses with a GoError whatever it is given', () => {
    const piece = fc.constantFrom(
      'a',
      '@',
      'x.org',
      '<',
      '>',
      '(',
      ')',
      '"',
      '\\',
      ' ',
      ',',
      ';',
      ':',
      '[',
      ']',
      'ü',
      '\udcff',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join('')),
          fc.string(),
        ),
        (text) => {
          try {
            expect(parseMailAddress(text)).toContain('@');
          } catch (error) {
            expect(error).toBeInstanceOf(GoError);
          }
        },
      ),
    );
  });
});
