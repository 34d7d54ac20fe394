// The station's replica as its parts see it: one SQLite file, one writer, and who this station is.
import type { Database } from 'better-sqlite3';
import { createMeta, type Meta } from '#db/local/meta.ts';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { createChangedWorks, type ChangedWorks } from '#db/local/changed-work.ts';
import { lockReplica } from '#db/local/lock.ts';
import { isDamage, openReplica, ReplicaDamaged } from '#db/local/open.ts';
import { salvage, type Salvaged } from '#db/local/salvage.ts';
import { createOutbox, type Outbox } from '#db/local/outbox.ts';
import { createLocalRows, type LocalRows, type Written } from '#db/local/rows.ts';
import type { SigningKey } from '#sync/keys/ed25519.ts';
import { tellRejudged } from './meaning.ts';
import { createPending, type Pending } from './pending.ts';

export interface Replica {
  readonly db: Database;
  readonly rows: LocalRows;
  readonly outbox: Outbox;
  readonly meta: Meta;
  readonly pending: Pending;
  readonly changedWork: ChangedWorks;
  /** What this device signs with; a replica that is only looked into has none. */
  readonly key: SigningKey | undefined;
  /** One immediate transaction; `written` collects what windows must hear of after the commit. */
  inTransaction<T>(work: (written: Written) => T): { readonly result: T; readonly written: Written };
  /** Set when the file was found damaged at opening and made anew from what could be read. */
  readonly salvaged: Salvaged | undefined;
  close(): void;
}

/** Opens the file for this process alone; a new one gets this device id and fresh random ids. Throws ReplicaRefused. */
export function openReplicaAt(file: string, newId: () => string, device: string = newId(), key?: SigningKey): Replica {
  const lock = lockReplica(file);
  const closed = (): void => lock.release();
  const { db, salvaged } = openOrRelease(file, lock);
  try {
    return replicaOn(db, { newId, device, key, salvaged, closed });
  } catch (error) {
    db.close();
    // Sound as a database, and what stands in its rows is not what this program wrote.
    if (salvaged || !isUnreadable(error)) {
      lock.release();
      throw error;
    }
    const again = openOrRelease(file, lock, () => afresh(file));
    return replicaOn(again.db, { newId, device, key, salvaged: again.salvaged, closed });
  }
}
const isUnreadable = (error: unknown): boolean => isDamage(error) || error instanceof SyntaxError || (error as { code?: string }).code === 'SQLITE_ERROR';

interface Opened {
  readonly newId: () => string;
  readonly device: string;
  readonly key?: SigningKey | undefined;
  readonly salvaged?: Salvaged | undefined;
  readonly closed?: () => void;
}
/** The replica in an open database, which is this process's alone from now on. */
export function replicaOn(db: Database, { newId, device, key, salvaged, closed }: Opened): Replica {
  const meta = createMeta(db);
  for (const [name, value] of [['device_id', device], ['incarnation', newId()], ['working_set', newId()]] as const) if (meta.get(name) === undefined) meta.set(name, value);
  const [rows, outbox] = [createLocalRows(db), createOutbox(db)];
  const pending = createPending(rows, outbox);
  const changedWork = createChangedWorks(db);
  // A migration has taken pending work back, and an older program may have judged it otherwise.
  db.transaction(() => {
    rows.undoPending(new Map());
    tellRejudged(changedWork, pending.judgeAll(new Map()));
  }).immediate();
  return {
    db,
    salvaged,
    meta,
    rows,
    outbox,
    pending,
    changedWork,
    key,
    inTransaction<T>(work: (written: Written) => T) {
      const written: Written = new Map();
      const result = db.transaction(() => work(written)).immediate();
      return { result, written };
    },
    close() {
      if (!db.open) return;
      db.pragma('wal_checkpoint(TRUNCATE)');
      db.close();
      closed?.();
    },
  };
}

function openOrRelease(file: string, lock: { release(): void }, opening: () => ReturnType<typeof openOrSalvage> = () => openOrSalvage(file)): ReturnType<typeof openOrSalvage> {
  try {
    return opening();
  } catch (error) {
    lock.release();
    throw error;
  }
}

function openOrSalvage(file: string): { readonly db: Database; readonly salvaged: Salvaged | undefined } {
  try {
    return { db: openReplica(file), salvaged: undefined };
  } catch (error) {
    if (!(error instanceof ReplicaDamaged)) throw error;
    return afresh(file);
  }
}

function afresh(file: string): { readonly db: Database; readonly salvaged: Salvaged } {
  const salvaged = salvage(file, unusedFolder(path.dirname(file)));
  return { db: openReplica(file), salvaged };
}

function unusedFolder(parent: string): string {
  for (let n = 1; ; n++) {
    const folder = path.join(parent, `damaged-${n}`);
    if (!existsSync(folder)) return folder;
  }
}
