// A damaged replica: its files are put aside untouched, and what nobody else has (who this station is, and its
// commands with their exact bytes) is read out row by row into a fresh file. Everything else comes down again.
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { hashOf } from '#domain/ids.ts';
import { createMeta, type MetaName } from './meta.ts';
import { openReplica } from './open.ts';

export interface Salvaged {
  /** Where the damaged files are now. */
  readonly folder: string;
  readonly commands: number;
  /** Of these, not yet known to be judged by the server. */
  readonly unsent: number;
  /** Numbers in the device's order that could not be read any more. */
  readonly missing: readonly number[];
}

interface OutboxRow {
  readonly sequence: number;
  readonly command_id: string;
  readonly type: string;
  readonly person_id: string;
  readonly at: number;
  readonly asked: number;
  readonly hash: string;
  readonly bytes: Buffer;
  readonly settled_at: number | null;
  readonly seen?: string | null;
  /** Absent in a file of before devices signed. */
  readonly signature?: string;
}

/** What of a replica says who its station is. */
export const identity: readonly MetaName[] = ['device_id', 'device_name', 'warehouse_id', 'incarnation', 'offset_ms', 'heard_at', 'latest_at', 'person_id', 'chain_start', 'next_device', 'next_incarnation', 'former_device', 'former_incarnation'];

/** Moves `file` and its companions to `asideFolder` and makes a new one from what can still be read. */
export function salvage(file: string, asideFolder: string): Salvaged {
  mkdirSync(asideFolder, { recursive: true });
  for (const suffix of ['', '-wal', '-shm']) if (existsSync(file + suffix)) renameSync(file + suffix, path.join(asideFolder, path.basename(file) + suffix));
  const { meta, rows, missing } = readWhatIsLeft(path.join(asideFolder, path.basename(file)));
  const db = openReplica(file);
  try {
    db.transaction(() => {
      const kept = createMeta(db);
      for (const [name, value] of meta) kept.set(name, value);
      const insert = db.prepare('insert into outbox (sequence, command_id, type, person_id, at, asked, hash, bytes, signature, settled_at, seen) values (@sequence, @command_id, @type, @person_id, @at, @asked, @hash, @bytes, @signature, @settled_at, @seen)');
      const names = new Set<string>();
      for (const row of rows) insert.run(mended(row, names));
      const lose = db.prepare('insert or ignore into lost (sequence) values (?)');
      for (const sequence of missing) lose.run(sequence);
    })();
  } finally {
    db.close();
  }
  return { folder: asideFolder, commands: rows.length, unsent: rows.filter((row) => row.settled_at === null).length, missing };
}

/** Reads each row by itself, because one unreadable page must not hide the others. */
function readWhatIsLeft(file: string): { meta: Map<MetaName, string>; rows: OutboxRow[]; missing: number[] } {
  const meta = new Map<MetaName, string>();
  const rows: OutboxRow[] = [];
  const missing: number[] = [];
  let db: Database.Database;
  try {
    db = new Database(file);
  } catch {
    return { meta, rows, missing };
  }
  const attempt = <T>(read: () => T): T | undefined => {
    try {
      return read();
    } catch {
      return undefined;
    }
  };
  for (const name of identity) {
    const value = attempt(() => db.prepare('select value from meta where name = ?').pluck().get(name) as string | undefined);
    if (value !== undefined) meta.set(name, value);
  }
  const last = attempt(() => db.prepare('select max(sequence) from outbox').pluck().get() as number | null) ?? 0;
  const first = attempt(() => db.prepare('select min(sequence) from outbox').pluck().get() as number | null) ?? 1;
  for (let sequence = first; sequence <= last; sequence++) {
    const row = attempt(() => db.prepare('select * from outbox where sequence = ?').get(sequence) as OutboxRow | undefined);
    if (row && Buffer.isBuffer(row.bytes)) rows.push(row);
    else missing.push(sequence);
  }
  // What an earlier damage has taken stays known.
  for (const sequence of attempt(() => db.prepare('select sequence from lost').pluck().all() as number[]) ?? []) if (!missing.includes(sequence) && !rows.some((row) => row.sequence === sequence)) missing.push(sequence);
  attempt(() => db.close());
  // The identity stands in every command as well.
  const [any] = rows.flatMap((row) => attempt(() => JSON.parse(row.bytes.toString('utf8')) as { device: string; warehouse: string }) ?? []);
  if (!meta.has('device_id') && any) {
    meta.set('device_id', any.device);
    if (!meta.has('warehouse_id')) meta.set('warehouse_id', any.warehouse);
  }
  return { meta, rows, missing };
}

/** A command is its bytes; what stands beside them and is gone is said anew from them, or left open. */
function mended(row: OutboxRow, names: Set<string>): OutboxRow {
  const text = (value: unknown): value is string => typeof value === 'string';
  const whole = (value: unknown): value is number => Number.isSafeInteger(value);
  const id = text(row.command_id) && !names.has(row.command_id) ? row.command_id : `saved-${row.sequence}`;
  names.add(id);
  return {
    ...row, command_id: id, type: text(row.type) ? row.type : '', person_id: text(row.person_id) ? row.person_id : '', at: whole(row.at) ? row.at : 0, asked: row.asked === 1 ? 1 : 0,
    hash: text(row.hash) ? row.hash : hashOf(row.bytes), signature: text(row.signature) ? row.signature : '', settled_at: whole(row.settled_at) ? row.settled_at : null, seen: readable(row.seen),
  };
}

/** What a person was told, where it is still words: without it the command is told as if nobody had been told anything. */
function readable(seen: string | null | undefined): string | null {
  try {
    return seen === null || seen === undefined ? null : JSON.stringify(JSON.parse(seen));
  } catch {
    return null;
  }
}
