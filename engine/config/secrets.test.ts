import { describe, expect, it } from 'vitest';
import { EngineError } from '../errors.ts';
import { renderOptions } from './secrets.ts';

const secret = {
  tok: 'T0K',
  'tok-b': 'DASH',
  port: '587',
  yes: 'yes',
  ml: 'A\nB\n',
  hash: 'a: b # c',
  dollar: '$tok',
  empty: '',
  'a.b': 'DOTTED',
  bytes: new TextEncoder().encode('é'),
  broken: new Uint8Array([0xff]),
};

describe('renderOptions', () => {
  it.each<[string, unknown]>([
    ['token: $tok', { token: 'T0K' }],
    ['token: "Bearer $tok!"', { token: 'Bearer T0K!' }],
    ['$tok: x', { T0K: 'x' }],
    ['a: [$tok, $bytes]', { a: ['T0K', 'é'] }],
    ['a: \u0024{tok}', { a: '\u0024{tok}' }],
    ['a: $$tok', { a: '$T0K' }],
    ['a: $tok-b', { a: 'DASH' }],
    ['a: $a.b', { a: '$a.b' }],
    ['a: $dollar', { a: '$tok' }],
    ['a: $ml', { a: 'A\nB\n' }],
    ['a: $hash', { a: 'a: b # c' }],
    ['a: x$empty', { a: 'x' }],
    ['a: $port', { a: '587' }],
    ['a: $yes\n$yes: b\nc: "$yes"\nd: !!str $yes\ne: x$yes', { a: true, true: 'b', c: 'yes', d: 'yes', e: 'xyes' }],
    ['a: !!int 5 # $tok', { a: 5 }],
    ['a: !!str $tok\nb: !foo $tok', { a: 'T0K', b: '$tok' }],
    ['a: &x $tok\nb: *x', { a: 'T0K', b: 'T0K' }],
    ['a: |\n  x $tok\n', { a: 'x T0K\n' }],
    ['html: yes', { html: true }],
  ])('%j', (text, want) => {
    expect(renderOptions(text, secret).value).toEqual(want);
  });

  it('tells which secrets it used and which keys are missing', () => {
    const { secrets, missing } = renderOptions('a: $tok\nb: $tok $nope\nc: $toString', secret);
    expect(secrets).toEqual(['T0K']);
    expect(missing).toEqual(['nope', 'toString']);
  });

  it('refuses a secret that is not UTF-8', () => {
    expect(() => renderOptions('a: $broken', secret)).toThrow('yaml: cannot marshal invalid UTF-8 data as !!str');
  });

  it('reports a syntax error at its place without the secret', () => {
    try {
      renderOptions('a: $tok\nb: "x', secret);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(EngineError);
      expect((error as EngineError).display).not.toContain('T0K');
      expect((error as EngineError).place?.line).toBe(2);
    }
  });
});
