// Whether commands are of the device they come from: which keys its chain has shown, and what each signature is worth.
// Looked at once for the whole batch, before anything else is asked about it.
import { commandVerifier, devicePart } from '#sync/keys/command-signature.ts';
import type { Chain } from '#db/central/command-log.ts';
import type { Arrived } from './admission.ts';

export type Signing = Pick<Chain, 'signing_keys' | 'signed_from'>;

/** The chain's keys with the one that its device shows now; undefined where it is another than the chain knows: a copy, or a key that was lost. */
export function withKey({ signing_keys: keys, signed_from }: Signing, shown: string | undefined): Signing | undefined {
  if (shown === undefined || keys.includes(shown)) return { signing_keys: keys, signed_from };
  return keys.length === 0 ? { signing_keys: [shown], signed_from } : undefined;
}

/** A device that never showed a key proves nothing and is asked for nothing. */
export function proven({ signing_keys: keys }: Signing, arrivals: readonly Arrived[]): readonly Arrived[] {
  if (keys.length === 0) return arrivals;
  const isSigned = commandVerifier(keys);
  return arrivals.map((arrived) => ({ ...arrived, proof: arrived.signature === '' ? 'unsigned' : isSigned(arrived.bytes, devicePart(arrived.signature)) ? 'signed' : 'wrong' }));
}

/** From its first signed number on a device goes without no more. */
export const signedSince = ({ signing_keys, signed_from: from }: Signing, arrivals: readonly Arrived[]): Signing => ({ signing_keys, signed_from: from ?? arrivals.find(({ proof }) => proof === 'signed')?.sequence ?? null });
