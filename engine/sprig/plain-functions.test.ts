import { expect, test } from 'vitest';
import { panic } from '../go/error.ts';
import { Need, Run } from '../go/run.ts';
import { GoMap, int } from '../go/value.ts';
import { encodingFunctions } from './encoding.ts';
import { hashFunctions } from './hash.ts';
import { networkFunctions } from './network.ts';
import { pathFunctions } from './path.ts';
import { randomFunctions } from './random.ts';
import { urlFunctions } from './url.ts';

const functions = {
  ...encodingFunctions,
  ...hashFunctions,
  ...networkFunctions,
  ...pathFunctions,
  ...randomFunctions,
  ...urlFunctions,
};

function call(name: string, ...args: unknown[]): unknown {
  return functions[name]!.call(args, new Run());
}

test.each([
  ['b64enc', ['hé'], 'aMOp'],
  ['b64dec', ['aMO'], 'illegal base64 data at input byte 0'],
  ['b64dec', ['wyg='], '\udcc3('],
  ['b32enc', ['hé'], 'NDB2S==='],
  ['b32dec', ['NDB2S==='], 'hé'],
  ['b32dec', ['1'], 'illegal base32 data at input byte 0'],
  ['adler32sum', ['Wikipedia'], '300286872'],
  ['adler32sum', [''], '1'],
  ['sha1sum', ['é'], 'bf15be717ac1b080b4f1c456692825891ff5073d'],
  ['osBase', ['/a/b'], 'b'],
  ['isAbs', ['/a'], true],
  [
    'urlJoin',
    [{ scheme: 'http', host: 'h:80', path: '/a b', query: 'q', fragment: 'f g', userinfo: 'u:p' }],
    'http://u:p@h:80/a%20b?q#f%20g',
  ],
  ['shuffle', [''], ''],
  ['randAlpha', [int(-1)], ''],
])('%s %o', (name, args, want) => {
  expect(call(name, ...args)).toBe(want);
});

test.each([
  ['urlParse', ['::'], 'unable to parse url: parse "::": missing protocol scheme'],
  ['urlJoin', [{ scheme: 5 }], 'unable to parse scheme key, must be of type string, but int64 found'],
  ['urlJoin', [{ host: null }], 'runtime error: invalid memory address or nil pointer dereference'],
  [
    'urlJoin',
    [{ path: new GoMap('map[string]string') }],
    'unable to parse path key, must be of type string, but map found',
  ],
  ['randInt', [int(3), int(3)], 'invalid argument to Intn'],
  ['randBytes', [int(-1)], 'runtime error: makeslice: len out of range'],
])('%s %o panics', (name, args, message) => {
  expect(() => call(name, ...args)).toThrow(panic(message));
});

test.each([
  ['randAlphaNum', [int(50)], /^[A-Za-z\d]{50}$/],
  ['randNumeric', [int(50)], /^\d{50}$/],
  ['randAscii', [int(50)], /^[ -~]{50}$/],
  ['randBytes', [int(3)], /^[A-Za-z\d+/]{4}$/],
  ['uuidv4', [], /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/],
])('%s %o is random', (name, args, want) => {
  expect(call(name, ...args)).toMatch(want);
  expect(call(name, ...args)).not.toBe(call(name, ...args));
});

test('a look-up of a host is asked for, then answered', async () => {
  expect(() => call('getHostByName', 'localhost')).toThrow(Need);
  const run = new Run();
  const address = await run.settle((settled) => functions['getHostByName']!.call(['127.0.0.1'], settled));
  expect(address).toBe('127.0.0.1');
});
