// The station's replica as its parts see it: one SQLite file, one writer, and who this station is.
import type { Database } from 'better-sqlite3';
import { createMeta, type Meta } from '#db/local/meta.ts';
import { openReplica } from '#db/local/open.ts';
import { createOutbox, type Outbox } from '#db/local/outbox.ts';
import { createLocalRows, type LocalRows, type Written } from '#db/local/rows.ts';

export interface Replica {
  readonly db: Database;
  readonly rows: LocalRows;
  readonly outbox: Outbox;
  readonly meta: Meta;
  /** One immediate transaction; `written` collects what windows must hear of after the commit. */
  inTransaction<T>(work: (written: Written) => T): { readonly result: T; readonly written: Written };
  close(): void;
}

/** Opens the file; a new one gets this device id and fresh random ids. */
export function openReplicaAt(file: string, newId: () => string, device: string = newId()): Replica {
  const db = openReplica(file);
  const meta = createMeta(db);
  for (const [name, value] of [['device_id', device], ['incarnation', newId()], ['working_set', newId()]] as const) if (meta.get(name) === undefined) meta.set(name, value);
  return {
    db,
    meta,
    rows: createLocalRows(db),
    outbox: createOutbox(db),
    inTransaction<T>(work: (written: Written) => T) {
      const written: Written = new Map();
      const result = db.transaction(() => work(written)).immediate();
      return { result, written };
    },
    close() {
      if (!db.open) return;
      db.pragma('wal_checkpoint(TRUNCATE)');
      db.close();
    },
  };
}
