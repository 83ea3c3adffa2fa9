import { generateKeyPairSync } from 'node:crypto';

/** Private keys (PEM) by the names that cases have for them. No key is kept in the repository. */
export type Keys = Readonly<Record<string, string>>;

export function createKeys(): Keys {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey;
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  return {
    $KEY_PKCS1: rsa.export({ type: 'pkcs1', format: 'pem' }).toString(),
    $KEY_PKCS8: rsa.export({ type: 'pkcs8', format: 'pem' }).toString(),
    $KEY_EC_SEC1: ec.export({ type: 'sec1', format: 'pem' }).toString(),
    $KEY_EC_PKCS8: ec.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}
