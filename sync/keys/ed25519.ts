// Ed25519 by the platform: keys travel as SPKI in base64, signatures as base64 over UTF-8 text.
import { createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';

export interface SigningKey {
  /** SPKI in base64. */
  readonly publicKey: string;
  sign(text: string): string;
}

/** Undefined for a text that is no Ed25519 private key (PKCS #8, PEM). */
export function signingKeyFrom(pem: string): SigningKey | undefined {
  try {
    const key = createPrivateKey(pem);
    return key.asymmetricKeyType === 'ed25519' ? signingKeyOf(key) : undefined;
  } catch {
    return undefined;
  }
}

export function signingKeyOf(key: KeyObject): SigningKey {
  return {
    publicKey: createPublicKey(key).export({ type: 'spki', format: 'der' }).toString('base64'),
    sign: (text) => sign(null, Buffer.from(text, 'utf8'), key).toString('base64'),
  };
}

/** False for a wrong signature and for anything that is no key or no signature. */
export function isSignedBy(publicKey: string, text: string, signature: string): boolean {
  try {
    return verify(null, Buffer.from(text, 'utf8'), createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' }), Buffer.from(signature, 'base64'));
  } catch {
    return false;
  }
}
