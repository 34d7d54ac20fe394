// The station's own commands as the exact bytes that were judged: appended in device order, sent until the server
// holds them, settled only by an outcome row from the feed, and kept 35 days after that.
import type { Database } from 'better-sqlite3';
import { hashOf } from '#domain/ids.ts';
import type { Json } from '#domain/tables.ts';
import { parkedId } from '#sync/protocol/parked.ts';
import { parseCommand } from '#sync/protocol/upcasts.ts';
import type { Meaning } from './changed-work.ts';

export interface Outgoing {
  readonly sequence: number;
  readonly command_id: string;
  readonly bytes: Buffer;
  /** By this device over the bytes; empty for work of before it had a key. */
  readonly signature: string;
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
  /** Of this device, where it has a key. */
  readonly signature?: string;
  /** What the person was told. */
  readonly seen: Meaning;
}
export interface Settled {
  readonly device_id: string;
  readonly command_id: string;
  readonly sequence: number;
  readonly verdict: string;
  readonly rule: string;
  readonly rejection: Json;
}
export interface OutboxCounts {
  readonly unsent: number;
  readonly oldestAt: number | null;
}

export interface Outbox {
  /** Numbers in the device's order that this file has lost, in order. */
  lost(): readonly number[];
  /** Sequence and hash that the next command continues. */
  head(): { readonly sequence: number; readonly hash: string };
  append(entry: Entry): void;
  /** Verdict-independent: whether a command of this id was judged here before. */
  has(commandId: string): boolean;
  pending(): readonly Outgoing[];
  /** The first of what is pending. */
  firstPending(): number | undefined;
  /** Of what is pending of one type, in order. */
  pendingOf(type: string): readonly number[];
  /** At most `limit` commands behind a sequence, settled or not: the server says where it continues. */
  after(sequence: number, limit: number): readonly Outgoing[];
  bytesAt(sequence: number): Buffer | undefined;
  /** Marks commands whose outcome has come down; answers those that were pending. */
  settle(outcomes: readonly Settled[], at: number): readonly { readonly sequence: number; readonly outcome: Settled }[];
  /** Those of them that speak again of what was settled before: the last word about work that the server had kept back. */
  answeredAgain(outcomes: readonly Settled[]): readonly { readonly sequence: number; readonly outcome: Settled }[];
  /** The newest sequence whose outcome has come down; 0 for none. */
  lastSettled(): number;
  /** Makes commands pending again whose outcomes the server no longer has. */
  unsettleAfter(sequence: number): void;
  counts(): OutboxCounts;
  /** Commands since a time: all, and those the server has judged. */
  since(at: number): { readonly all: number; readonly settled: number };
  forgetBefore(at: number): void;
}

function idIn(bytes: Buffer): string | undefined {
  const parsed = parseCommand(bytes.toString('utf8'));
  return parsed.ok ? parsed.command.id : parsed.id;
}

export function createOutbox(db: Database): Outbox {
  // A lost command's number is never given again; its hash is gone with it.
  const newest = (columns: string, table: string) => `select * from (select ${columns} from ${table} order by sequence desc limit 1)`;
  const head = db.prepare(`${newest('sequence, hash', 'outbox')} union all ${newest("sequence, ''", 'lost')} order by sequence desc limit 1`);
  const lost = db.prepare('select sequence from lost order by sequence').pluck();
  const append = db.prepare('insert into outbox (sequence, command_id, type, person_id, at, asked, hash, bytes, signature, seen, settled_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, null)');
  const has = db.prepare('select 1 from outbox where command_id = ?');
  const pending = db.prepare('select sequence, command_id, bytes, signature from outbox where settled_at is null order by sequence');
  const firstPending = db.prepare('select min(sequence) from outbox where settled_at is null').pluck();
  const pendingOf = db.prepare('select sequence from outbox where settled_at is null and type = ? order by sequence').pluck();
  const after = db.prepare('select sequence, command_id, bytes, signature from outbox where sequence > ? order by sequence limit ?');
  const settle = db.prepare('update outbox set settled_at = ? where command_id = ? and settled_at is null returning sequence').pluck();
  const bytesAt = db.prepare('select bytes from outbox where sequence = ?').pluck();
  const wasSettled = db.prepare('select 1 from outbox where sequence = ? and settled_at is not null');
  const settleAt = db.prepare('update outbox set settled_at = ? where sequence = ? and settled_at is null');
  const lastSettled = db.prepare('select max(sequence) from outbox where settled_at is not null').pluck();
  const unsettle = db.prepare('update outbox set settled_at = null where sequence > ? and settled_at is not null');
  const counts = db.prepare('select count(*) as unsent, min(at) as oldestAt from outbox where settled_at is null');
  const since = db.prepare('select count(*) as "all", count(settled_at) as settled from outbox where at >= ?');
  // The newest entry stays whatever its age: the next command's number and link continue it.
  const forget = db.prepare('delete from outbox where settled_at is not null and at < ? and sequence < (select max(sequence) from outbox)');
  function answersAgain({ device_id: device, command_id: id, sequence }: Settled): readonly number[] {
    const bytes = wasSettled.get(sequence) === undefined ? undefined : (bytesAt.get(sequence) as Buffer | undefined);
    return bytes !== undefined && id === parkedId(device, sequence, hashOf(bytes)) ? [sequence] : [];
  }
  function settleOne({ device_id: device, command_id: id, sequence }: Settled, at: number): readonly number[] {
    const settled = settle.get(at, id) as number | undefined;
    if (settled !== undefined) return [settled];
    // What the server could not take, it names by place and content instead of by the id in it; and of a file that somebody
    // wrote to, it knows only the bytes.
    const bytes = bytesAt.get(sequence) as Buffer | undefined;
    return bytes !== undefined && (id === parkedId(device, sequence, hashOf(bytes)) || id === idIn(bytes)) && settleAt.run(at, sequence).changes > 0 ? [sequence] : [];
  }
  return {
    lost: () => lost.all() as number[],
    head: () => (head.get() as { sequence: number; hash: string } | undefined) ?? { sequence: 0, hash: '' },
    append: (entry) => void append.run(entry.sequence, entry.commandId, entry.type, entry.personId, entry.at, Number(entry.asked), entry.hash, entry.bytes, entry.signature ?? '', JSON.stringify(entry.seen)),
    has: (commandId) => has.get(commandId) !== undefined,
    pending: () => pending.all() as Outgoing[],
    firstPending: () => (firstPending.get() as number | null) ?? undefined,
    pendingOf: (type) => pendingOf.all(type) as number[],
    after: (sequence, limit) => after.all(sequence, limit) as Outgoing[],
    bytesAt: (sequence) => bytesAt.get(sequence) as Buffer | undefined,
    settle: (outcomes, at) => outcomes.flatMap((outcome) => settleOne(outcome, at).map((sequence) => ({ sequence, outcome }))),
    answeredAgain: (outcomes) => outcomes.flatMap((outcome) => answersAgain(outcome).map((sequence) => ({ sequence, outcome }))),
    lastSettled: () => (lastSettled.get() as number | null) ?? 0,
    unsettleAfter: (sequence) => void unsettle.run(sequence),
    counts: () => counts.get() as OutboxCounts,
    since: (at) => since.get(at) as { all: number; settled: number },
    forgetBefore: (at) => void forget.run(at),
  };
}
