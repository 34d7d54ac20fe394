// The company's seal: an Ed25519 key that signs the heads of the audit trail. It is a secret of the service and comes
// from a file, never from the database it vouches for.
import { generateKeyPairSync } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { signingKeyFrom, type SigningKey } from '#sync/keys/ed25519.ts';

/** Reads the key (PKCS #8, PEM); makes one, readable by this user only, where `make` allows it. Throws with a sentence for a file that is none. */
export function readSealKey(file: string, make: boolean): SigningKey {
  if (make && !existsSync(file)) {
    const { privateKey } = generateKeyPairSync('ed25519');
    writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  }
  if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0) throw new Error(`The seal key ${file} can be read by others: allow it for its owner only (chmod 600).`);
  const key = signingKeyFrom(readFileSync(file, 'utf8'));
  if (!key) throw new Error(`The seal key ${file} is no Ed25519 private key in PEM form.`);
  return key;
}
