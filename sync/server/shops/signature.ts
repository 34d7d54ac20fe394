// Webhooks are signed as the Standard Webhooks specification says: HMAC-SHA256 over id, time and the exact body, with the
// secret behind its prefix.
import { createHmac, randomBytes } from 'node:crypto';

const PREFIX = 'whsec_';
export const newSecret = (): string => `${PREFIX}${randomBytes(32).toString('base64')}`;

/** `seconds` since 1970: the receiver turns away what is older than a few minutes. */
export function signedHeaders(secret: string, id: string, seconds: number, body: string): Record<string, string> {
  const key = Buffer.from(secret.startsWith(PREFIX) ? secret.slice(PREFIX.length) : secret, 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64');
  return { 'content-type': 'application/json', 'webhook-id': id, 'webhook-timestamp': String(seconds), 'webhook-signature': `v1,${signature}` };
}
