// What a PIN is worth: little by itself, so it is stretched (Argon2id) and mixed with the device's own secret before it opens
// anything. A copied file without that secret, or that secret without the PIN, opens nothing.
import { createCipheriv, createDecipheriv, createHash, generateKeyPairSync, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import { argon2id } from 'hash-wasm';
import { signingKeyFrom, type SigningKey } from './ed25519.ts';

/** 64 MiB, three passes: about a third of a second for whoever tries one, here and anywhere. */
const COST = { iterations: 3, memorySize: 64 * 1024, parallelism: 1, hashLength: 32 } as const;
export const newSalt = (): string => randomBytes(16).toString('base64');
/** 32 bytes. */
export const stretch = (pin: string, salt: string): Promise<Uint8Array> => argon2id({ ...COST, password: pin, salt: Buffer.from(salt, 'base64'), outputType: 'binary' });

export const pinHash = async (pin: string, salt: string): Promise<string> => createHash('sha256').update('restow pin 1').update(await stretch(pin, salt)).digest('base64');
export async function isPin(pin: string, salt: string, hash: string): Promise<boolean> {
  const [given, known] = [Buffer.from(await pinHash(pin, salt), 'base64'), Buffer.from(hash, 'base64')];
  return given.length === known.length && timingSafeEqual(given, known);
}

/** Only the holder of the device's key can say it; it is never written down. */
const deviceSecret = (device: SigningKey): Buffer => createHash('sha256').update(device.sign('restow device secret 1')).digest();
async function wrappingKey(pin: string, salt: string, device: SigningKey): Promise<Buffer> {
  return Buffer.from(hkdfSync('sha256', await stretch(pin, salt), deviceSecret(device), 'restow person key 1', 32));
}

export interface NewPersonKey {
  readonly key: SigningKey;
  /** PKCS #8, PEM. */
  readonly pem: string;
}
export function newPersonKey(): NewPersonKey {
  const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
  return { pem, key: signingKeyFrom(pem)! };
}

/** The person's key under PIN and device: AES-256-GCM, base64 of nonce, tag and content. */
export async function wrap(pem: string, pin: string, salt: string, device: SigningKey): Promise<string> {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', await wrappingKey(pin, salt, device), nonce);
  const content = Buffer.concat([cipher.update(pem, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), content]).toString('base64');
}
/** Undefined for another PIN, another device, or a file that was changed. */
export async function unwrap(wrapped: string, pin: string, salt: string, device: SigningKey): Promise<SigningKey | undefined> {
  const key = await wrappingKey(pin, salt, device);
  try {
    const bytes = Buffer.from(wrapped, 'base64');
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12));
    decipher.setAuthTag(bytes.subarray(12, 28));
    return signingKeyFrom(Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8'));
  } catch {
    return undefined;
  }
}

/** What a device signs when it asks about a PIN: for whom, when, and which key is to be that person's here. */
export const pinQuestion = ({ device, person, at, key }: { readonly device: string; readonly person: string; readonly at: number; readonly key: string }): string => `restow pin 1\n${device}\n${person}\n${at}\n${key}`;
