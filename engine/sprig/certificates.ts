import { decodeBase64 } from '../go/base64.ts';
import { GoError } from '../go/error.ts';
import { format } from '../go/fmt.ts';
import { nativeRun } from '../go/native.ts';
import type { Run } from '../go/run.ts';
import { fromInstant } from '../go/time/index.ts';
import { fromBytes } from '../go/utf8.ts';
import { type GoFunc, GoObject, GoStruct } from '../go/value.ts';
import { decodePem, encodePem } from './pem.ts';
import { encodePrivateKey, generateRsa, genPrivateKey, type PrivateKey, parsePrivateKey } from './private-key.ts';
import {
  addressBytes,
  type CertificateTemplate,
  checkCertificate,
  createCertificate,
  type Issuer,
  parseIssuer,
} from './x509.ts';

function certificate(cert: string, key: string): GoStruct {
  return new GoStruct('sprig.certificate', { Cert: cert, Key: key });
}

/** What `action` returns; its Go error with a prefix. */
function within<T>(context: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (error instanceof GoError) throw new GoError(`${context}: ${error.message}`, { cause: error });
    throw error;
  }
}

interface Subject {
  readonly commonName: string;
  readonly addresses?: unknown;
  readonly dnsNames?: unknown;
  readonly days: number;
  readonly isAuthority?: boolean;
}

function itemsOf(list: unknown): readonly unknown[] {
  return Array.isArray(list) ? list : [];
}

function parseAddresses(list: unknown): Uint8Array[] {
  return itemsOf(list).map((item) => {
    if (typeof item !== 'string') throw new GoError(`error parsing ip: ${format(item)} is not a string`);
    const bytes = addressBytes(item);
    if (!bytes) throw new GoError(`error parsing ip: ${item}`);
    return bytes;
  });
}

function parseNames(list: unknown): string[] {
  return itemsOf(list).map((item) => {
    if (typeof item === 'string') return item;
    throw new GoError(`error processing alternate dns name: ${format(item)} is not a string`);
  });
}

const nanosecondsPerDay = 86_400_000_000_000n;

function templateOf(run: Run, subject: Subject): CertificateTemplate {
  const now = fromInstant(run.clock());
  return {
    commonName: subject.commonName,
    addresses: parseAddresses(subject.addresses),
    dnsNames: parseNames(subject.dnsNames),
    notBefore: now,
    notAfter: now.add(BigInt.asIntN(64, BigInt(subject.days) * nanosecondsPerDay)),
    isAuthority: subject.isAuthority ?? false,
  };
}

interface Signer {
  readonly key: PrivateKey;
  readonly issuer: Issuer;
}

function issue(run: Run, subject: Subject, key: PrivateKey, signer?: Signer): GoStruct {
  const template = templateOf(run, subject);
  const der = within('error creating certificate', () =>
    createCertificate(template, key, signer?.key ?? key, signer?.issuer),
  );
  return certificate(encodePem({ type: 'CERTIFICATE', bytes: der }), encodePrivateKey(key));
}

function givenKey(pem: string): PrivateKey {
  return within('parsing private key', () => parsePrivateKey(pem));
}

function textField(value: unknown, name: string): string {
  const text = value instanceof GoObject ? value.field(name) : undefined;
  return typeof text === 'string' ? text : '';
}

function signerOf(authority: unknown): Signer {
  const block = decodePem(textField(authority, 'Cert'));
  if (!block) throw new GoError('unable to decode certificate');
  const issuer = within('error parsing certificate: decodedSignerCert.Bytes', () => parseIssuer(block.bytes));
  return { issuer, key: within('error parsing private key', () => parsePrivateKey(textField(authority, 'Key'))) };
}

function decoded(base64: string, what: string): string {
  try {
    return fromBytes(decodeBase64(base64));
  } catch (error) {
    if (error instanceof GoError) throw new GoError(`unable to decode base64 ${what}`);
    throw error;
  }
}

function buildCustomCert(_run: Run, base64Certificate: string, base64Key: string): GoStruct {
  const cert = decoded(base64Certificate, 'certificate');
  const key = decoded(base64Key, 'private key');
  const block = decodePem(cert);
  if (!block) throw new GoError('unable to decode certificate');
  within('error parsing certificate: decodedCert.Bytes', () => checkCertificate(block.bytes));
  within('error parsing private key', () => parsePrivateKey(key));
  return certificate(cert, key);
}

type Names = readonly [commonName: string, addresses: unknown, dnsNames: unknown, days: number];

function genSelfSignedCert(run: Run, ...[commonName, addresses, dnsNames, days]: Names): GoStruct {
  return issue(run, { commonName, addresses, dnsNames, days }, generateRsa(run, 2048));
}

function genSelfSignedCertWithKey(
  run: Run,
  ...[commonName, addresses, dnsNames, days, pem]: [...Names, string]
): GoStruct {
  const key = givenKey(pem);
  return issue(run, { commonName, addresses, dnsNames, days }, key);
}

function genSignedCert(run: Run, ...[commonName, addresses, dnsNames, days, authority]: [...Names, unknown]): GoStruct {
  const key = generateRsa(run, 2048);
  return issue(run, { commonName, addresses, dnsNames, days }, key, signerOf(authority));
}

function genSignedCertWithKey(run: Run, ...args: [...Names, unknown, string]): GoStruct {
  const [commonName, addresses, dnsNames, days, authority, pem] = args;
  const key = givenKey(pem);
  return issue(run, { commonName, addresses, dnsNames, days }, key, signerOf(authority));
}

const names = 'string, []interface {}, []interface {}, int';
const results = '(sprig.certificate, error)';

/** sprig's keys and X.509 certificates. RSA keys take long to make, so each is charged to the budget. */
export const certificateFunctions: Readonly<Record<string, GoFunc>> = {
  genPrivateKey: nativeRun('func(string) string', genPrivateKey),
  buildCustomCert: nativeRun(`func(string, string) ${results}`, buildCustomCert),
  genCA: nativeRun(`func(string, int) ${results}`, (run, commonName: string, days: number) =>
    issue(run, { commonName, days, isAuthority: true }, generateRsa(run, 2048)),
  ),
  genCAWithKey: nativeRun(
    `func(string, int, string) ${results}`,
    (run, commonName: string, days: number, pem: string) =>
      issue(run, { commonName, days, isAuthority: true }, givenKey(pem)),
  ),
  genSelfSignedCert: nativeRun(`func(${names}) ${results}`, genSelfSignedCert),
  genSelfSignedCertWithKey: nativeRun(`func(${names}, string) ${results}`, genSelfSignedCertWithKey),
  genSignedCert: nativeRun(`func(${names}, sprig.certificate) ${results}`, genSignedCert),
  genSignedCertWithKey: nativeRun(`func(${names}, sprig.certificate, string) ${results}`, genSignedCertWithKey),
};
