// One station per replica: a lock that the operating system lets go of whatever way its holder ends, and that leaves
// the replica itself open for whoever only reads it.
import path from 'node:path';
import Database from 'better-sqlite3';
import { ReplicaRefused } from './open.ts';

/** Takes the replica at `file` for this process; throws ReplicaRefused, in words for a person, while another has it. */
export function lockReplica(file: string): { release(): void } {
  const db = new Database(`${file}.lock`, { timeout: 1000 });
  try {
    db.pragma('locking_mode = EXCLUSIVE');
    db.exec('begin exclusive');
  } catch (error) {
    db.close();
    if ((error as { code?: string }).code !== 'SQLITE_BUSY') throw error;
    throw new ReplicaRefused(`Another station is running on ${path.dirname(file)}: two would write under one identity. Use its window, or give this one a folder of its own.`, { cause: error });
  }
  return { release: () => void db.close() };
}
