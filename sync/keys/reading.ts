// What a station shows when it reads: that it holds its device's key. It stands for the device and the door alone, so it is
// worth something only inside the connection that hides it.
import type { SigningKey } from './ed25519.ts';
import { isSignedBy } from './ed25519.ts';

/** Names of headers. */
export const READER = { device: 'x-restow-device', proof: 'x-restow-proof' } as const;
const readingText = (device: string, door: string): string => `restow read 1\n${device}\n${door}`;

export const proveReading = (key: SigningKey, device: string, door: string): string => key.sign(readingText(device, door));
/** `keys`: those that the device signs with (SPKI, base64). */
export const mayRead = (keys: readonly string[], device: string, door: string, proof: string): boolean => keys.some((key) => isSignedBy(key, readingText(device, door), proof));
