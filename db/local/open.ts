// Opens the one SQLite file of a station so that an acknowledged commit survives a power cut, and refuses files and
// libraries with which that could not be promised.
import Database from 'better-sqlite3';
import type { Database as Handle } from 'better-sqlite3';
import { migrate, newestVersion, versionOf } from './migrate.ts';
import { createLocalRows } from './rows.ts';

/** SQLite before this could corrupt a WAL file that two connections reset at once. */
const OLDEST_SAFE = [3, 51, 3] as const;

export class ReplicaRefused extends Error {}
/** The file cannot be read whole any more; what nobody else has may still be salvaged from it. */
export class ReplicaDamaged extends ReplicaRefused {}

/**
 * Opens a replica by its path, or one that lives in memory alone, by the bytes of an earlier one (none: a new one).
 * Throws ReplicaRefused, in words for a person, when it is not a replica this program may write.
 */
export function openReplica(source: string | Uint8Array): Handle {
  const file = typeof source === 'string' ? source : 'in memory';
  const db = new Database(typeof source === 'string' ? source : source.length === 0 ? ':memory:' : Buffer.from(source));
  let current = false;
  try {
    refuseOldLibrary(db);
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    // 32 MB: a checkpoint costs two more waits for the disk, and none of what it moves is lost meanwhile.
    db.pragma('wal_autocheckpoint = 8000');
    db.pragma('foreign_keys = ON');
    db.pragma('trusted_schema = OFF');
    db.pragma('cell_size_check = ON');
    db.pragma('busy_timeout = 5000');
    db.pragma('cache_size = -65536');
    const version = versionOf(db);
    if (version > newestVersion) {
      throw new ReplicaRefused(`The file ${file} was written by a newer Restow (version ${version}, this program knows ${newestVersion}). Nothing was changed; start the newer program.`);
    }
    current = version === newestVersion;
    const found = db.pragma('quick_check(1)', { simple: true });
    if (found !== 'ok') throw new ReplicaDamaged(`The file ${file} is damaged (${String(found)}).`);
    // Pending work is judged on the rows as they are; it comes back when the file is open again in its new shape.
    if (version < newestVersion && mayHavePendingWork(db)) createLocalRows(db).undoPending(new Map());
    migrate(db);
    db.prepare(`insert into meta (name, value) values ('opened', '1') on conflict (name) do update set value = value + 1`).run();
    assertDurable(db);
    return db;
  } catch (error) {
    db.close();
    if (error instanceof ReplicaRefused) throw error;
    const code = (error as { code?: string }).code ?? '';
    if (isDamage(error) || (current && code === 'SQLITE_ERROR')) throw new ReplicaDamaged(`The file ${file} is damaged (${code}).`);
    throw error;
  }
}

/** A file in the middle of its first migrations has no place for work yet. */
const mayHavePendingWork = (db: Handle): boolean => db.prepare(`select 1 from sqlite_master where name = 'shadow'`).get() !== undefined;

export function isDamage(error: unknown): boolean {
  const code = (error as { code?: string }).code ?? '';
  return code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB';
}

/** The library's own default turns to NORMAL with the first write in WAL mode, so this is asked after a write. */
export function assertDurable(db: Handle): void {
  const level = db.pragma('synchronous', { simple: true });
  if (level !== 2) throw new Error(`synchronous is ${String(level)} instead of FULL: commits would not survive a power cut`);
}

function refuseOldLibrary(db: Handle): void {
  const version = (db.prepare('select sqlite_version() as version').get() as { version: string }).version;
  const parts = version.split('.').map(Number);
  const difference = OLDEST_SAFE.map((least, i) => (parts[i] ?? 0) - least).find((n) => n !== 0) ?? 0;
  if (difference < 0) throw new ReplicaRefused(`SQLite ${version} is older than ${OLDEST_SAFE.join('.')}, which has a known way to damage files.`);
}
