// What a device signs of a command: its exact bytes, which carry the device, the place in its order, the command before it,
// the person and the content, behind a word that keeps the signature from meaning anything else.
import type { SigningKey } from './ed25519.ts';
import { verifierOf } from './ed25519.ts';

const DOMAIN = Buffer.from('restow command 1\n', 'utf8');
const signedBytes = (bytes: Uint8Array): Uint8Array => Buffer.concat([DOMAIN, bytes]);

export const signCommand = (key: SigningKey, bytes: Uint8Array): string => key.sign(signedBytes(bytes));

/** Whether one of these keys (SPKI, base64) has signed a command of these bytes. */
export function commandVerifier(keys: readonly string[]): (bytes: Uint8Array, signature: string) => boolean {
  // The newest first: it has signed nearly all.
  const verifiers = keys.toReversed().map(verifierOf);
  return (bytes, signature) => {
    const signed = signedBytes(bytes);
    return verifiers.some((isSigned) => isSigned(signed, signature));
  };
}
