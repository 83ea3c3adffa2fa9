import { X509Certificate } from 'node:crypto';
import { describe, expect, it, test } from 'vitest';
import { GoError, panic } from '../go/error.ts';
import { LimitError, Run } from '../go/run.ts';
import { parseType } from '../go/type.ts';
import type { GoObject } from '../go/value.ts';
import { int, sized } from '../go/value.ts';
import { bcryptHash } from './bcrypt.ts';
import { cryptoFunctions } from './crypto.ts';

function call(name: string, ...args: unknown[]): unknown {
  const clock = () => ({ seconds: 1_714_979_289, nanoseconds: 5 });
  return cryptoFunctions[name]!.call(args, new Run({ clock }));
}

function certificate(value: unknown): X509Certificate {
  return new X509Certificate((value as GoObject).field('Cert') as string);
}

test.each([
  ['long', 'ZedaFaxcZaso9*'],
  ['maximum', 'pf4zS1LjCg&LjhsZ7T2~'],
  ['medium', 'ZedJuz8$'],
  ['pin', '6685'],
  ['odd', 'cannot find password template odd'],
])('derivePassword %s', (type, want) => {
  const counter = sized(parseType('uint32'), 1);
  expect(call('derivePassword', counter, type, 'password', 'user', 'example.com')).toBe(want);
});

describe('bcrypt', () => {
  it('hashes as the reference does', () => {
    const salt = Buffer.from('2a1f1dc70a3d147956a46febe3016017', 'hex');
    expect(bcryptHash(Buffer.from('abc'), salt, 6)).toBe(
      '$2a$06$If6bvum7DFjUnE9p2uDeDu0YHzrHM6tf.iqN8.yx.jNN1ILEf7h0i',
    );
  });

  it('gives the error as text', () => {
    expect(call('bcrypt', 'x'.repeat(73))).toBe(
      'failed to encrypt string with bcrypt: bcrypt: password length exceeds 72 bytes',
    );
    expect(call('htpasswd', 'a:b', 'c')).toBe('invalid username: a:b');
    expect(call('htpasswd', 'user', 'c')).toMatch(/^user:\$2a\$10\$[./A-Za-z\d]{53}$/);
  });

  it('is charged to the budget', () => {
    const run = new Run();
    const hashes = () => {
      for (let i = 0; i < 1_000; i++) cryptoFunctions['bcrypt']!.call(['x'.repeat(73)], run);
    };
    expect(hashes).toThrow(LimitError);
  });
});

describe('AES', () => {
  it('decrypts what sprig encrypted, and what it encrypts itself', () => {
    expect(call('decryptAES', 'secretkey', '30tEfhuJSVRhpG97XCuWgz2okj7L8vQ1s6V9zVUPeDQ=')).toBe('plaintext');
    expect(call('decryptAES', 'k', call('encryptAES', 'k', 'héllo'))).toBe('héllo');
    expect(call('encryptAES', 'k', '')).toBe('');
  });

  it.each([
    ['YWJj', 'runtime error: slice bounds out of range [:16] with capacity 3'],
    ['YWFhYWFhYWFhYWFhYWFhYWFhYWE=', 'crypto/cipher: input not full blocks'],
    ['YWFhYWFhYWFhYWFhYWFhYQ==', 'runtime error: index out of range [-1]'],
  ])('panics on %s', (text, message) => {
    expect(() => call('decryptAES', 'k', text)).toThrow(panic(message));
  });
});

describe('certificates', () => {
  const authority = call('genCAWithKey', 'Authority é', int(365), call('genPrivateKey', 'ecdsa'));

  it('an authority says that it is one', () => {
    const ca = certificate(authority);
    expect([ca.ca, ca.subject, ca.validTo]).toEqual([true, 'CN=Authority é', 'May  6 07:08:09 2025 GMT']);
    expect(ca.verify(ca.publicKey)).toBe(true);
  });

  it('a signed certificate belongs to its authority and its names', () => {
    const key = call('genPrivateKey', 'ed25519');
    const args = ['leaf', ['10.0.0.1', '2001:db8::1'], ['a.example', '*.b.example'], int(30), authority, key];
    const leaf = certificate(call('genSignedCertWithKey', ...args));
    const ca = certificate(authority);
    expect([leaf.checkIssued(ca), leaf.verify(ca.publicKey), leaf.ca]).toEqual([true, true, false]);
    expect(leaf.subjectAltName).toBe(
      'DNS:a.example, DNS:*.b.example, IP Address:10.0.0.1, IP Address:2001:DB8:0:0:0:0:0:1',
    );
  });

  it('a self-signed certificate may be rebuilt from base64', () => {
    const made = call('genSelfSignedCert', 'self', null, null, int(1)) as GoObject;
    const base64 = (name: string) => Buffer.from(made.field(name) as string).toString('base64');
    const rebuilt = call('buildCustomCert', base64('Cert'), base64('Key')) as GoObject;
    expect(rebuilt.fields()).toEqual(made.fields());
    expect(made.field('Key')).toMatch(/^-----BEGIN RSA PRIVATE KEY-----\n/);
  });

  it.each([
    ['genCAWithKey', ['a', int(1), 'x'], 'parsing private key: no PEM data in input'],
    ['genSelfSignedCert', ['a', ['1.2.3'], [], int(1)], 'error parsing ip: 1.2.3'],
    ['genSelfSignedCert', ['a', [5], [], int(1)], 'error parsing ip: 5 is not a string'],
    [
      'genSelfSignedCert',
      ['a', null, ['é'], int(1)],
      'error creating certificate: x509: "é" cannot be encoded as an IA5String',
    ],
    ['buildCustomCert', ['!', 'a'], 'unable to decode base64 certificate'],
    ['buildCustomCert', ['YQ==', 'YQ=='], 'unable to decode certificate'],
  ])('%s %o is refused', (name, args, message) => {
    expect(() => call(name, ...args)).toThrow(new GoError(message));
  });

  it('an unknown key type is named', () => {
    expect(call('genPrivateKey', 'x')).toBe('Unknown type x');
  });
});
