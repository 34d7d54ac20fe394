// A login for people and tools that look at the embedded database: all warehouses, nothing but reading.
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Central } from '#db/central/open.ts';

const NAME = 'restow_look';

/** Makes the role if needed and answers its complete address; the password is kept in a 0600 file. */
export async function readOnlyUrl(central: Central, url: string, passwordFile: string): Promise<string> {
  const password = existsSync(passwordFile) ? readFileSync(passwordFile, 'utf8') : randomBytes(18).toString('base64url');
  if (!existsSync(passwordFile)) writeFileSync(passwordFile, password, { mode: 0o600 });
  const [known] = await central`select from pg_roles where rolname = ${NAME}`;
  // The password is our own base64url text, so it cannot end the literal.
  await central.unsafe(`${known ? 'alter' : 'create'} role ${NAME} login password '${password}'`);
  await central.unsafe(`grant restow_auditor to ${NAME}; alter role ${NAME} set default_transaction_read_only = on`);
  const address = new URL(url);
  address.username = NAME;
  address.password = password;
  return address.href;
}

/** The same address from the data folder of an `npm start` that is running; undefined where none is. */
export function readOnlyUrlOf(folder: string): string | undefined {
  const [running, password] = [path.join(folder, 'postgres', 'postmaster.pid'), path.join(folder, 'read-only-password')];
  if (!existsSync(running) || !existsSync(password)) return undefined;
  const port = readFileSync(running, 'utf8').split('\n')[3]?.trim() ?? '';
  return port === '' ? undefined : `postgres://${NAME}:${readFileSync(password, 'utf8')}@127.0.0.1:${port}/postgres`;
}
