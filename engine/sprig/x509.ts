import { createHash, randomBytes, sign, X509Certificate } from 'node:crypto';
import { parseAddress } from '../go/address.ts';
import { GoError } from '../go/error.ts';
import { quote } from '../go/strconv.ts';
import type { GoTime } from '../go/time/index.ts';
import { toBytes } from '../go/utf8.ts';
import { bitString, element, integer, oid, readElements, readSequence, sequence, tags } from './der.ts';
import { type PrivateKey, publicKeyInfo, type SigningKey } from './private-key.ts';

/** What a certificate says, as sprig's getBaseCertTemplate has it. */
export interface CertificateTemplate {
  readonly commonName: string;
  /** 4 or 16 bytes each. */
  readonly addresses: readonly Uint8Array[];
  readonly dnsNames: readonly string[];
  readonly notBefore: GoTime;
  readonly notAfter: GoTime;
  readonly isAuthority: boolean;
}

/** What a certificate takes over from the authority that signs it. */
export interface Issuer {
  /** The DER of its subject. */
  readonly name: Uint8Array;
  readonly keyIdentifier: Uint8Array | undefined;
  readonly publicKey: Uint8Array;
}

/**
 * The DER of a certificate for the public half of `key`, signed with `signer`; self-signed without an issuer.
 * @throws {GoError} with the text of Go's `x509.CreateCertificate`
 */
export function createCertificate(
  template: CertificateTemplate,
  key: PrivateKey,
  signer: PrivateKey,
  issuer?: Issuer,
): Uint8Array {
  if (signer.kind === 'dsa') throw new GoError('x509: certificate private key does not implement crypto.Signer');
  if (key.kind === 'dsa') throw new GoError('x509: unsupported public key type: *dsa.PublicKey');
  const algorithm = signatureAlgorithm(signer);
  const subject = nameOf(template.commonName);
  const publicKey = publicKeyInfo(key);
  if (issuer && !Buffer.from(issuer.publicKey).equals(publicKeyInfo(signer))) {
    throw new GoError("x509: provided PrivateKey doesn't match parent's PublicKey");
  }
  const body = sequence(
    element(0xa0, integer(2n)),
    integer(BigInt(`0x${randomBytes(16).toString('hex')}`)),
    algorithm.identifier,
    issuer?.name ?? subject,
    sequence(timeOf(template.notBefore), timeOf(template.notAfter)),
    subject,
    publicKey,
    element(0xa3, sequence(...extensionsOf(template, subject, publicKey, issuer))),
  );
  return sequence(body, algorithm.identifier, bitString(sign(algorithm.digest, body, signer.key)));
}

interface SignatureAlgorithm {
  readonly identifier: Uint8Array;
  readonly digest: string | null;
}

const curveAlgorithms: Readonly<Record<string, readonly [digest: string, identifier: string]>> = {
  secp384r1: ['sha384', '1.2.840.10045.4.3.3'],
  secp521r1: ['sha512', '1.2.840.10045.4.3.4'],
};

function signatureAlgorithm({ kind, key }: SigningKey): SignatureAlgorithm {
  if (kind === 'ed25519') return { digest: null, identifier: sequence(oid('1.3.101.112')) };
  if (kind === 'rsa') {
    return { digest: 'sha256', identifier: sequence(oid('1.2.840.113549.1.1.11'), element(tags.null)) };
  }
  const curve = key.asymmetricKeyDetails?.namedCurve ?? '';
  const [digest, identifier] = curveAlgorithms[curve] ?? ['sha256', '1.2.840.10045.4.3.2'];
  return { digest, identifier: sequence(oid(identifier)) };
}

function nameOf(commonName: string): Uint8Array {
  if (commonName === '') return sequence();
  if (!commonName.isWellFormed()) throw new GoError('asn1: string not valid UTF-8');
  const tag = /^[A-Za-z\d '()+,\-./:=?]*$/.test(commonName) ? tags.printableString : tags.utf8String;
  return sequence(element(tags.set, sequence(oid('2.5.4.3'), element(tag, toBytes(commonName)))));
}

function timeOf(time: GoTime): Uint8Array {
  const { year } = time.clock.date;
  if (year < 0 || year > 9999) throw new GoError('asn1: structure error: cannot represent time as GeneralizedTime');
  const isShort = year >= 1950 && year < 2050;
  const text = time.format(isShort ? '060102150405Z' : '20060102150405Z');
  return element(isShort ? tags.utcTime : tags.generalizedTime, toBytes(text));
}

function extension(identifier: string, isCritical: boolean, value: Uint8Array): Uint8Array {
  const critical = isCritical ? [element(tags.boolean, Uint8Array.of(0xff))] : [];
  return sequence(oid(identifier), ...critical, element(tags.octetString, value));
}

const keyIdentifierOid = '2.5.29.14';

function extensionsOf(
  template: CertificateTemplate,
  subject: Uint8Array,
  publicKey: Uint8Array,
  issuer: Issuer | undefined,
): Uint8Array[] {
  const { isAuthority, addresses, dnsNames } = template;
  const usage = isAuthority ? bitString(Uint8Array.of(0xa4), 2) : bitString(Uint8Array.of(0xa0), 5);
  const authority = isAuthority ? [element(tags.boolean, Uint8Array.of(0xff))] : [];
  const extensions = [
    extension('2.5.29.15', true, usage),
    extension('2.5.29.37', false, sequence(oid('1.3.6.1.5.5.7.3.1'), oid('1.3.6.1.5.5.7.3.2'))),
    extension('2.5.29.19', true, sequence(...authority)),
  ];
  if (isAuthority) {
    extensions.push(extension(keyIdentifierOid, false, element(tags.octetString, keyIdentifier(publicKey))));
  }
  if (issuer?.keyIdentifier && !Buffer.from(issuer.name).equals(subject)) {
    extensions.push(extension('2.5.29.35', false, sequence(element(0x80, issuer.keyIdentifier))));
  }
  if (addresses.length + dnsNames.length > 0) {
    const names = [...dnsNames.map(dnsName), ...addresses.map((address) => element(0x87, address))];
    extensions.push(extension('2.5.29.17', template.commonName === '', sequence(...names)));
  }
  return extensions;
}

/** SHA-1 of the public key, as Go before 1.25. */
function keyIdentifier(publicKey: Uint8Array): Uint8Array {
  const bits = readSequence(publicKey)[1]?.content.subarray(1) ?? new Uint8Array();
  return createHash('sha1').update(bits).digest();
}

function dnsName(name: string): Uint8Array {
  if (/[^\0-\x7f]/.test(name)) throw new GoError(`x509: ${quote(name)} cannot be encoded as an IA5String`);
  return element(0x82, toBytes(name));
}

/** What a certificate says as an issuer. @throws {GoError} for DER that is no certificate */
export function parseIssuer(der: Uint8Array): Issuer {
  const publicKey = checkCertificate(der);
  const fields = readElements(readSequence(der)[0]?.content ?? new Uint8Array());
  const body = fields[0]?.tag === 0xa0 ? fields.slice(1) : fields;
  return { name: body[4]?.bytes ?? new Uint8Array(), keyIdentifier: subjectKeyIdentifier(body.at(-1)), publicKey };
}

/** The SubjectPublicKeyInfo of a certificate. @throws {GoError} for DER that is no certificate */
export function checkCertificate(der: Uint8Array): Uint8Array {
  try {
    return new X509Certificate(der).publicKey.export({ type: 'spki', format: 'der' });
  } catch (error) {
    throw new GoError('x509: malformed certificate', { cause: error });
  }
}

function subjectKeyIdentifier(
  last: { readonly tag: number; readonly content: Uint8Array } | undefined,
): Uint8Array | undefined {
  if (last?.tag !== 0xa3) return undefined;
  const wanted = Buffer.from(oid(keyIdentifierOid));
  for (const { content } of readSequence(last.content)) {
    const parts = readElements(content);
    if (wanted.equals(parts[0]?.bytes ?? new Uint8Array()))
      return readElements(parts.at(-1)?.content ?? wanted)[0]?.content;
  }
  return undefined;
}

/** The 4 or 16 bytes of an IP address, undefined for text that is none; as Go's `net.ParseIP` and `To4`. */
export function addressBytes(text: string): Uint8Array | undefined {
  if (text.includes('%')) return undefined;
  try {
    if (parseAddress(text) === 4) return Uint8Array.from(text.split('.').map(Number));
  } catch (error) {
    if (error instanceof GoError) return undefined;
    throw error;
  }
  const bytes = ipv6Bytes(text);
  const isMapped = bytes.subarray(0, 12).every((byte, i) => byte === (i < 10 ? 0 : 0xff));
  return isMapped ? bytes.subarray(12) : bytes;
}

function ipv6Bytes(address: string): Uint8Array {
  const [before = [], after = []] = address.split('::').map((half) => half.split(':').flatMap(fieldBytes));
  const bytes = new Uint8Array(16);
  bytes.set(before);
  bytes.set(after, 16 - after.length);
  return bytes;
}

function fieldBytes(field: string): number[] {
  if (field === '') return [];
  if (field.includes('.')) return field.split('.').map(Number);
  const value = Number.parseInt(field, 16);
  return [value >> 8, value & 0xff];
}
