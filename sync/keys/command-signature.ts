// What a device signs of a command: its exact bytes, which carry the device, the place in its order, the command before it,
// the person and the content, behind a word that keeps the signature from meaning anything else.
import type { SigningKey } from './ed25519.ts';
import { verifierOf } from './ed25519.ts';

const DOMAIN = Buffer.from('restow command 1\n', 'utf8');
const signedBytes = (bytes: Uint8Array): Uint8Array => Buffer.concat([DOMAIN, bytes]);

const BETWEEN = '.';
/** Of the device, and behind it of the person where they have a key of their own. */
export const signCommand = (device: SigningKey, bytes: Uint8Array, person?: SigningKey): string => [device, ...(person ? [person] : [])].map((key) => key.sign(signedBytes(bytes))).join(BETWEEN);
export const devicePart = (signature: string): string => signature.split(BETWEEN)[0]!;
/** Empty where no person signed. */
export const personPart = (signature: string): string => signature.split(BETWEEN)[1] ?? '';

/** Whether one of these keys (SPKI, base64) has signed a command of these bytes. */
export function commandVerifier(keys: readonly string[]): (bytes: Uint8Array, signature: string) => boolean {
  // The newest first: it has signed nearly all.
  const verifiers = keys.toReversed().map(verifierOf);
  return (bytes, signature) => {
    const signed = signedBytes(bytes);
    return signature !== '' && verifiers.some((isSigned) => isSigned(signed, signature));
  };
}
