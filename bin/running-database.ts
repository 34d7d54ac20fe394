// The database of a running `npm start`, as its service is connected; DATABASE_URL names any other.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Undefined where nothing runs in the folder. */
export function serviceUrlOf(given: string): string | undefined {
  const note = path.join(given, 'moved-to.txt');
  const folder = existsSync(note) ? readFileSync(note, 'utf8').split('\n')[0]!.trim() : given;
  const [running, password] = [path.join(folder, 'postgres', 'postmaster.pid'), path.join(folder, 'service-password')];
  if (!existsSync(running) || !existsSync(password)) return undefined;
  const port = readFileSync(running, 'utf8').split('\n')[3]?.trim() ?? '';
  return port === '' ? undefined : `postgres://restow_sync:${readFileSync(password, 'utf8')}@127.0.0.1:${port}/postgres`;
}
