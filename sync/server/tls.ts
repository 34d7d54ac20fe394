// The service's own certificate, for a company that has none to give: made once, kept, and trusted by the stations as the only one.
import { X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { generate } from 'selfsigned';
import { readSecret } from './secret-file.ts';

export interface TlsFiles {
  /** PEM. */
  readonly key: string;
  /** PEM; with those above it, where somebody else signed it. */
  readonly cert: string;
}

const YEARS = 3;
const DAY = 86_400_000;
/** A certificate that ends sooner (ms) is made anew at the next start; stations must then be given the new one. */
const RENEW = 30 * DAY;

export function givenCertificate(keyFile: string, certFile: string): TlsFiles {
  return { key: readSecret(keyFile), cert: readFileSync(certFile, 'utf8') };
}

/** The certificate kept in a folder as cert.pem beside its key.pem (0600), made if there is none that lasts and knows these names. */
export async function ownCertificate(folder: string, names: readonly string[], now: number): Promise<TlsFiles & { readonly certFile: string }> {
  const [keyFile, certFile] = [path.join(folder, 'key.pem'), path.join(folder, 'cert.pem')];
  const all = [...new Set(['localhost', '127.0.0.1', '::1', hostname(), ...names])].filter((name) => name !== '' && name !== '0.0.0.0' && name !== '::');
  if (!existsSync(certFile) || !existsSync(keyFile) || !serves(readFileSync(certFile, 'utf8'), all, now)) {
    mkdirSync(folder, { recursive: true });
    const made = await generate([{ name: 'commonName', value: 'Restow sync service' }], {
      keyType: 'ec', algorithm: 'sha256', notBeforeDate: new Date(now - DAY), notAfterDate: new Date(now + YEARS * 365 * DAY),
      extensions: [
        { name: 'basicConstraints', cA: true, critical: true },
        { name: 'keyUsage', digitalSignature: true, keyCertSign: true, critical: true },
        { name: 'extKeyUsage', serverAuth: true },
        { name: 'subjectAltName', altNames: all.map((name) => (isAddress(name) ? { type: 7 as const, ip: name } : { type: 2 as const, value: name })) },
      ],
    });
    writeFileSync(keyFile, made.private, { mode: 0o600 });
    writeFileSync(certFile, made.cert);
  }
  return { key: readSecret(keyFile), cert: readFileSync(certFile, 'utf8'), certFile };
}

function serves(pem: string, names: readonly string[], now: number): boolean {
  const cert = new X509Certificate(pem);
  return Date.parse(cert.validTo) > now + RENEW && names.every((name) => (isAddress(name) ? cert.checkIP(name) : cert.checkHost(name)) !== undefined);
}
const isAddress = (name: string): boolean => /^[\d.]+$/.test(name) || name.includes(':');
