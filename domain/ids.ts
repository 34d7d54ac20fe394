// Ids of created rows are a function of what caused them, never ordinal or random, so that the station that
// proposes a row and the server that confirms it arrive at the same id without talking.
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/** 128 bits of SHA-256 over the parts, as 32 hexadecimal digits; parts are kept apart by a separator that no code contains. */
export function idFrom(...parts: readonly (string | number)[]): string {
  return bytesToHex(sha256(utf8ToBytes(parts.join('\u001f'))).subarray(0, 16));
}

/** SHA-256 in hexadecimal of exact bytes: the content identity of a command and the link of a device's chain. */
export function hashOf(bytes: Uint8Array): string {
  return bytesToHex(sha256(bytes));
}
