// Ed25519 by the platform: keys travel as SPKI in base64, signatures as base64 over bytes or UTF-8 text.
import { createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';

export interface SigningKey {
  /** SPKI in base64. */
  readonly publicKey: string;
  sign(content: string | Uint8Array): string;
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
    sign: (content) => sign(null, bytesOf(content), key).toString('base64'),
  };
}

/** False for a wrong signature and for anything that is no key or no signature. */
export function isSignedBy(publicKey: string, content: string | Uint8Array, signature: string): boolean {
  return verifierOf(publicKey)(content, signature);
}

/** Checks many signatures of one key, which is read once; a key that is none has signed nothing. */
export function verifierOf(publicKey: string): (content: string | Uint8Array, signature: string) => boolean {
  const key = publicKeyFrom(publicKey);
  return (content, signature) => {
    try {
      return key !== undefined && verify(null, bytesOf(content), key, Buffer.from(signature, 'base64'));
    } catch {
      return false;
    }
  };
}

function publicKeyFrom(text: string): KeyObject | undefined {
  try {
    const key = createPublicKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'spki' });
    return key.asymmetricKeyType === 'ed25519' ? key : undefined;
  } catch {
    return undefined;
  }
}
const bytesOf = (content: string | Uint8Array): Uint8Array => (typeof content === 'string' ? Buffer.from(content, 'utf8') : content);
