// The login of the sync service on the embedded database: it owns nothing, changes no schema, and sees rows only in a scope.
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { SERVICE_ROLE, type Central } from '#db/central/open.ts';

const NAME = 'restow_sync';

/** Makes the login if needed and answers its complete address; the password is kept in a 0600 file. Runs as the owner, after the schema is there. */
export async function serviceUrl(owner: Central, url: string, passwordFile: string): Promise<string> {
  if (!existsSync(passwordFile)) writeFileSync(passwordFile, randomBytes(18).toString('base64url'), { mode: 0o600 });
  const password = readFileSync(passwordFile, 'utf8');
  const [known] = await owner`select from pg_roles where rolname = ${NAME}`;
  // The password is our own base64url text, so it cannot end the literal.
  await owner.unsafe(`${known ? 'alter' : 'create'} role ${NAME} login noinherit password '${password}'`);
  await owner.unsafe(`grant ${SERVICE_ROLE} to ${NAME} with inherit false, set true`);
  const address = new URL(url);
  address.username = NAME;
  address.password = password;
  return address.href;
}
