import { generateKeyPairSync, type KeyObject, sign, X509Certificate } from 'node:crypto';
import { isIPv4 } from 'node:net';

/** A certificate made for tests, with its key, both PEM. */
export interface TestCertificate {
  readonly cert: string;
  readonly key: string;
}

interface Issuer extends TestCertificate {
  readonly name: string;
  readonly privateKey: KeyObject;
}

/** A certificate authority that is valid for a day. */
export function testAuthority(name: string): Issuer {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const basicConstraints = sequence(oid('551d13'), bool(true), octets(sequence(bool(true))));
  return { ...certificate(name, publicKey, privateKey, { name, privateKey }, [basicConstraints]), name, privateKey };
}

/** A certificate of the authority for a server that goes by these names or IPv4 addresses, or for a client. */
export function testCertificate(
  name: string,
  issuer: Issuer,
  hosts: readonly string[] = ['127.0.0.1'],
): TestCertificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const subjectAltName = sequence(oid('551d11'), octets(sequence(...hosts.map(alternativeName))));
  return certificate(name, publicKey, privateKey, issuer, [subjectAltName]);
}

function alternativeName(host: string): Buffer {
  return isIPv4(host) ? tagged(0x87, Buffer.from(host.split('.').map(Number))) : tagged(0x82, Buffer.from(host));
}

function certificate(
  name: string,
  publicKey: KeyObject,
  privateKey: KeyObject,
  issuer: Pick<Issuer, 'name' | 'privateKey'>,
  extensions: Buffer[],
): TestCertificate {
  const ecdsaWithSha256 = sequence(oid('2a8648ce3d040302'));
  const body = sequence(
    tagged(0xa0, tagged(0x02, Buffer.of(2))),
    tagged(0x02, Buffer.from(`01${Buffer.from(name).toString('hex')}`, 'hex').subarray(0, 20)),
    ecdsaWithSha256,
    commonName(issuer.name),
    sequence(time(-1), time(1)),
    commonName(name),
    publicKey.export({ type: 'spki', format: 'der' }),
    tagged(0xa3, sequence(...extensions)),
  );
  const signature = sign('sha256', body, issuer.privateKey);
  const der = sequence(body, ecdsaWithSha256, tagged(0x03, Buffer.concat([Buffer.of(0), signature])));
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  return { cert: new X509Certificate(der).toString(), key };
}

function commonName(name: string): Buffer {
  return sequence(tagged(0x31, sequence(oid('550403'), tagged(0x0c, Buffer.from(name)))));
}

function time(days: number): Buffer {
  const iso = new Date(Date.now() + days * 86_400_000).toISOString();
  return tagged(0x18, Buffer.from(`${iso.slice(0, 19).replace(/\D/g, '')}Z`));
}

function oid(hex: string): Buffer {
  return tagged(0x06, Buffer.from(hex, 'hex'));
}

function bool(value: boolean): Buffer {
  return tagged(0x01, Buffer.of(value ? 0xff : 0));
}

function octets(content: Buffer): Buffer {
  return tagged(0x04, content);
}

function sequence(...parts: Buffer[]): Buffer {
  return tagged(0x30, Buffer.concat(parts));
}

function tagged(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.of(tag, ...size), content]);
}
