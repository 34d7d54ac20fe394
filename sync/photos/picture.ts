// What counts as a photo: by its first bytes, never by what somebody calls it.
import { createHash } from 'node:crypto';

/** Bytes; the window makes pictures smaller than this before it hands them on. */
export const PHOTO_MAX = 6 * 1024 * 1024;
export type PictureType = 'image/jpeg' | 'image/png' | 'image/webp';
export const pictureTypes: readonly PictureType[] = ['image/jpeg', 'image/png', 'image/webp'];

const begins = (bytes: Uint8Array, at: number, text: string): boolean => Buffer.from(bytes.buffer, bytes.byteOffset + at, Math.min(text.length, Math.max(0, bytes.length - at))).equals(Buffer.from(text, 'latin1'));

export function pictureType(bytes: Uint8Array): PictureType | undefined {
  if (begins(bytes, 0, '\u00ff\u00d8\u00ff')) return 'image/jpeg';
  if (begins(bytes, 0, '\u0089PNG\r\n\u001a\n')) return 'image/png';
  return begins(bytes, 0, 'RIFF') && begins(bytes, 8, 'WEBP') ? 'image/webp' : undefined;
}

/** Why these bytes are not taken, in words; empty when they are a photo. */
export function problemWith(bytes: Uint8Array): string {
  if (bytes.length === 0) return 'The picture is empty.';
  if (bytes.length > PHOTO_MAX) return `The picture is larger than ${PHOTO_MAX / 1024 / 1024} MB.`;
  return pictureType(bytes) === undefined ? 'Only JPEG, PNG and WebP pictures are taken.' : '';
}

export const photoHash = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
export const isPhotoHash = (hash: string): boolean => /^[0-9a-f]{64}$/.test(hash);
