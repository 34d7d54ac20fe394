// A replica belongs to one kind of device for good: what a station knows must not lie in the file of a device that
// counts blind, so a change of kind begins with a new file.
import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';

export type DeviceKind = 'station' | 'development' | 'counting';
const files = ['replica.db', 'replica.db-wal', 'replica.db-shm'];

/** Removes a replica that was made for the other kind of work. Throws with a sentence while it has unsent work. */
export function freshForKind(folder: string, kind: DeviceKind): void {
  const file = path.join(folder, 'replica.db');
  if (!existsSync(file)) return;
  const found = readKind(file);
  if (found === undefined || (found.kind === 'counting') === (kind === 'counting')) return;
  if (found.unsent > 0) throw new Error(`This station has ${found.unsent} commands that the ERP does not have yet. Let it send them first, then change what it is for.`);
  for (const name of files) rmSync(path.join(folder, name), { force: true });
}

/** Undefined for a file that cannot be read, which is for the opening to deal with. */
function readKind(file: string): { readonly kind: string; readonly unsent: number } | undefined {
  try {
    const db = new Database(file, { readonly: true });
    try {
      const kind = db.prepare(`select value from meta where name = 'device_kind'`).pluck().get() as string | undefined;
      const unsent = db.prepare('select count(*) from outbox where settled_at is null').pluck().get() as number;
      return { kind: kind ?? 'station', unsent };
    } finally {
      db.close();
    }
  } catch {
    return undefined;
  }
}
