// The key of a station without an operating system's key store around it: a file that its user alone can read. It is
// whole on the disk before anything is signed with it.
import { generateKeyPairSync } from 'node:crypto';
import { chmodSync, closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, statSync, writeSync } from 'node:fs';
import path from 'node:path';
import { signingKeyFrom, type SigningKey } from './ed25519.ts';

/** PKCS #8, PEM. */
export const newKeyText = (): string => generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;

/**
 * The device's key, made at the first time. A file that is no key any more is put aside and another made: the server then
 * asks a supervisor whether this is still the station it knows, and no work is lost meanwhile.
 */
export function deviceKeyIn(folder: string): SigningKey {
  const file = path.join(folder, 'device-key.pem');
  const kept = existsSync(file) ? signingKeyFrom(readFileSync(file, 'utf8')) : undefined;
  if (kept) {
    if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0) chmodSync(file, 0o600);
    return kept;
  }
  if (existsSync(file)) renameSync(file, `${file}.unreadable`);
  const text = newKeyText();
  writeWhole(file, text);
  return signingKeyFrom(text)!;
}

function writeWhole(file: string, text: string): void {
  const beside = `${file}.new`;
  const descriptor = openSync(beside, 'w', 0o600);
  try {
    writeSync(descriptor, text);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(beside, file);
  // The name as well, or a power cut may leave work that was signed with a key nobody has.
  if (process.platform === 'win32') return;
  const folder = openSync(path.dirname(file), 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
