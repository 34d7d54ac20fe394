// Heads of the audit trail that this station has seen: all of the last day, one an hour before that.
import type { Database } from 'better-sqlite3';
import type { AuditHead } from '#sync/protocol/audit-chain.ts';

/** `epoch` names the history of the central database: after a restore its trail goes on from an earlier entry. */
export interface Witness {
  at(warehouse: string, epoch: string, entryNo: number): AuditHead | undefined;
  /** The head furthest along. */
  last(warehouse: string, epoch: string): AuditHead | undefined;
  all(): readonly AuditHead[];
  /** Of two heads for one entry the first stays. */
  keep(head: AuditHead, epoch: string, now: number): void;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const columns = 'warehouse_id, entry_no, link, sealed_at, public_key, signature';

export function createWitness(db: Database): Witness {
  const at = db.prepare(`select ${columns} from witness where warehouse_id = ? and epoch = ? and entry_no = ?`);
  const last = db.prepare(`select ${columns} from witness where warehouse_id = ? and epoch = ? order by entry_no desc limit 1`);
  const all = db.prepare(`select ${columns} from witness order by warehouse_id, epoch, entry_no`);
  const keep = db.prepare(`insert or ignore into witness (${columns}, epoch, seen_at) values (@warehouse_id, @entry_no, @link, @sealed_at, @public_key, @signature, @epoch, @seen_at)`);
  const thin = db.prepare(`delete from witness where seen_at < ? and entry_no not in (select max(entry_no) from witness group by warehouse_id, epoch, seen_at / ${HOUR})`);
  return {
    at: (warehouse, epoch, entryNo) => at.get(warehouse, epoch, entryNo) as AuditHead | undefined,
    last: (warehouse, epoch) => last.get(warehouse, epoch) as AuditHead | undefined,
    all: () => all.all() as AuditHead[],
    keep(head, epoch, now) {
      keep.run({ ...head, epoch, seen_at: now });
      thin.run(now - DAY);
    },
  };
}
