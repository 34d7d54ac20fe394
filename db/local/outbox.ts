// The station's own commands as the exact bytes that were judged: appended in device order, sent until the server
// holds them, settled only by an outcome row from the feed, and kept 35 days after that.
import type { Database } from 'better-sqlite3';

export interface Outgoing {
  readonly sequence: number;
  readonly command_id: string;
  readonly bytes: Buffer;
}
export interface Entry {
  readonly sequence: number;
  readonly commandId: string;
  readonly type: string;
  readonly personId: string;
  readonly at: number;
  readonly asked: boolean;
  readonly hash: string;
  readonly bytes: Uint8Array;
}
export interface OutboxCounts {
  readonly unsent: number;
  readonly oldestAt: number | null;
}

export interface Outbox {
  /** Sequence and hash that the next command continues. */
  head(): { readonly sequence: number; readonly hash: string };
  append(entry: Entry): void;
  /** Verdict-independent: whether a command of this id was judged here before. */
  has(commandId: string): boolean;
  pending(): readonly Outgoing[];
  /** At most `limit` commands behind a sequence, settled or not: the server says where it continues. */
  after(sequence: number, limit: number): readonly Outgoing[];
  /** Marks commands whose outcome has come down; answers whether any of them was pending. */
  settle(commandIds: readonly string[], at: number): boolean;
  counts(): OutboxCounts;
  /** Commands since a time: all, and those the server has judged. */
  since(at: number): { readonly all: number; readonly settled: number };
  forgetBefore(at: number): void;
}

export function createOutbox(db: Database): Outbox {
  const head = db.prepare('select sequence, hash from outbox order by sequence desc limit 1');
  const append = db.prepare('insert into outbox (sequence, command_id, type, person_id, at, asked, hash, bytes, settled_at) values (?, ?, ?, ?, ?, ?, ?, ?, null)');
  const has = db.prepare('select 1 from outbox where command_id = ?');
  const pending = db.prepare('select sequence, command_id, bytes from outbox where settled_at is null order by sequence');
  const after = db.prepare('select sequence, command_id, bytes from outbox where sequence > ? order by sequence limit ?');
  const settle = db.prepare('update outbox set settled_at = ? where command_id = ? and settled_at is null');
  const counts = db.prepare('select count(*) as unsent, min(at) as oldestAt from outbox where settled_at is null');
  const since = db.prepare('select count(*) as "all", count(settled_at) as settled from outbox where at >= ?');
  // The newest entry stays whatever its age: the next command's number and link continue it.
  const forget = db.prepare('delete from outbox where settled_at is not null and at < ? and sequence < (select max(sequence) from outbox)');
  return {
    head: () => (head.get() as { sequence: number; hash: string } | undefined) ?? { sequence: 0, hash: '' },
    append: (entry) => void append.run(entry.sequence, entry.commandId, entry.type, entry.personId, entry.at, Number(entry.asked), entry.hash, entry.bytes),
    has: (commandId) => has.get(commandId) !== undefined,
    pending: () => pending.all() as Outgoing[],
    after: (sequence, limit) => after.all(sequence, limit) as Outgoing[],
    settle: (commandIds, at) => commandIds.reduce((any, id) => settle.run(at, id).changes > 0 || any, false),
    counts: () => counts.get() as OutboxCounts,
    since: (at) => since.get(at) as { all: number; settled: number },
    forgetBefore: (at) => void forget.run(at),
  };
}
