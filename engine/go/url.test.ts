import fc from 'fast-check';
import { expect, test } from 'vitest';
import { GoError } from './error.ts';
import { GoUrl, parseUrl, pathEscape, queryEscape, queryUnescape } from './url.ts';

test.each([
  ['https://user:pa%20ss@host.com:8080/p%20a/th?q=1&r=%20#frag%20x', { host: 'host.com:8080', path: '/p a/th' }],
  ['mailto:a@b.c', { scheme: 'mailto', opaque: 'a@b.c', path: '' }],
  ['//host/x', { scheme: '', host: 'host', path: '/x' }],
  ['a:b:c', { scheme: 'a', opaque: 'b:c' }],
  ['http://[fe80::1%25en0]:80/', { host: '[fe80::1%en0]:80' }],
  ['HTTP://h?', { scheme: 'http', forceQuery: true, rawQuery: '' }],
  ['/a%2Fb', { path: '/a/b', rawPath: '/a%2Fb' }],
  ['*', { path: '*' }],
])('%s', (text, fields) => {
  const url = parseUrl(text);
  expect(url.fields).toMatchObject(fields);
  expect(url.toString()).toBe(text.replace('HTTP', 'http'));
});

test('hosts are told from ports', () => {
  const url = parseUrl('http://u:p%40@[::1]:80/');
  expect([url.hostname(), url.port(), `${url.fields.user}`]).toEqual(['::1', '80', 'u:p%40']);
  expect(new GoUrl({ path: 'a:b' }).toString()).toBe('./a:b');
});

test.each([
  ['::', 'parse "::": missing protocol scheme'],
  ['1:2', 'parse "1:2": first path segment in URL cannot contain colon'],
  ['http://h:port/', 'parse "http://h:port/": invalid port ":port" after host'],
  ['http://a b/', 'parse "http://a b/": invalid character " " in host name'],
  ['http://h/%zz', 'parse "http://h/%zz": invalid URL escape "%zz"'],
  ['http://h\x7f/', 'parse "http://h\\x7f/": net/url: invalid control character in URL'],
  ['http://[::1', 'parse "http://[::1": missing \']\' in host'],
  [
    'http://[::g]/',
    'parse "http://[::g]/": invalid host: ParseAddr("::g"): each colon-separated field must have at least one digit (at "g")',
  ],
  ['http://[1.2.3.4]/', 'parse "http://[1.2.3.4]/": invalid IP-literal'],
  ['http://ü@h/', 'parse "http://ü@h/": net/url: invalid userinfo'],
])('%s is refused', (text, message) => {
  expect(() => parseUrl(text)).toThrow(new GoError(message));
});

test.each([
  ['http://a/b/c/d;p?q', '../g', 'http://a/b/g'],
  ['http://a/b/c/d;p?q', '?y', 'http://a/b/c/d;p?y'],
  ['http://a/b/c/d;p?q', '//g', 'http://g'],
  ['http://a/b/c/d;p?q', '../../../g', 'http://a/g'],
  ['mailto:x@y', '#f', 'mailto:x@y#f'],
])('from %s to %s', (base, reference, want) => {
  expect(parseUrl(base).resolve(parseUrl(reference)).toString()).toBe(want);
});

test('path elements are joined', () => {
  expect(parseUrl('http://h/a/').joinPath('../b', 'c/').toString()).toBe('http://h/b/c/');
});

test('escapes', () => {
  expect(queryEscape("a b&c=é*()'!~-_.")).toBe('a+b%26c%3D%C3%A9%2A%28%29%27%21~-_.');
  expect(pathEscape('a b/c:d@e')).toBe('a%20b%2Fc:d@e');
  expect(() => queryUnescape('%4')).toThrow(new GoError('invalid URL escape "%4"'));
});

test('any text round-trips through a query', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(queryUnescape(queryEscape(text))).toBe(text);
    }),
  );
});

test('any text is a URL or refused with a Go error', () => {
  const pieces = fc.constantFrom(
    'http',
    ':',
    '/',
    '//',
    '@',
    '[',
    ']',
    '%',
    '%41',
    '?',
    '#',
    '::1',
    '1.2.3.4',
    'é',
    ' ',
    '\n',
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 10 }), (parts) => {
      try {
        parseUrl(parts.join('')).toString();
      } catch (error) {
        expect(error).toBeInstanceOf(GoError);
      }
    }),
  );
});
