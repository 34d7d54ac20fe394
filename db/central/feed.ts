// Step 7, feed: what changed since a cursor, whoever wrote it. The cursor is a Postgres snapshot, so the answer is
// exactly the transactions that have become visible since: none skipped, none seen half, no writer waited for.
import { countingTables } from '#domain/counting-device.ts';
import { REVOKED, revokedTables } from '#domain/revoking.ts';
import { definitionOf, tableNames, type Json, type TableName } from '#domain/tables.ts';
import type { PullLine } from '#sync/protocol/messages.ts';
import { inScope, type Central, type Tx } from './open.ts';
import { columnList } from './rows.ts';

export interface PullRequest {
  readonly device: string;
  readonly warehouse: string;
  /** Empty for a full load. */
  readonly cursor: string;
  readonly epoch: string;
  /** Movements before this time (ms) are left out of a full load; the station folds them into its opening. */
  readonly movementsFrom: number;
  readonly now: number;
  /** A device that only counts gets nothing that tells what the books have. */
  readonly counting?: boolean;
}

const ROWS_PER_LINE = 2000;

/** Identity of the database's history: a cursor from another epoch says nothing here. */
export async function readEpoch(sql: Central | Tx): Promise<string> {
  const [row] = await sql<{ epoch: string }[]>`
    select (select system_identifier from pg_control_system())::text || '.' || (select timeline_id from pg_control_checkpoint())::text || '.' || (select counter from restore)::text as epoch`;
  return row!.epoch;
}

/** More rows than this are cheaper to load in full than to apply one by one. */
export const WINDOW_MAX = 20_000;

/**
 * Writes the lines of one pull to `send`, in one REPEATABLE READ transaction on the primary. Answers false, with
 * nothing sent, when more has changed than a window holds: then a full load is to be asked for.
 */
export async function pull(central: Central, request: PullRequest, send: (line: PullLine) => Promise<void> | void, windowMax = WINDOW_MAX): Promise<boolean> {
  const scope = { role: 'restow_reader', warehouse: request.warehouse, device: request.device } as const;
  return inScope(central, scope, (tx) => pullInside(tx, request, send, windowMax), 'isolation level repeatable read read only', 1);
}

async function pullInside(tx: Tx, request: PullRequest, send: (line: PullLine) => Promise<void> | void, windowMax: number): Promise<boolean> {
  const revoked = tx<{ state: string }[]>`select state from device where device_id = ${request.device}`.execute();
  const { snapshot, changed: all } = await beginPull(tx, request, windowMax);
  const tables = (await revoked)[0]?.state === REVOKED ? revokedTables : request.counting ? countingTables : tableNames;
  const changed = all?.filter(({ name }) => name === 'tombstone' || tables.includes(name));
  const total = changed?.reduce((sum, { rows }) => sum + rows, 0) ?? 0;
  if (total > windowMax) return false;
  await send({ begin: { epoch: request.epoch, full: changed === undefined } });
  let sent = 0;
  if (changed === undefined) {
    for (const table of tables) {
      const where = table === 'movement' ? `where effective_at >= ${Math.trunc(request.movementsFrom)}` : isSecret(table, request) ? `where ${ownLines}` : '';
      sent += await sendRows(tx, table, `select ${columnList(table)} from "${table}" ${where}`, [], send);
    }
  } else sent = await sendChanged(tx, request, changed, total <= ROWS_PER_LINE, send);
  await send({ end: { cursor: snapshot, now: request.now, rows: sent } });
  return true;
}

type Changed = readonly { readonly name: TableName | 'tombstone'; readonly rows: number }[];

/** A small window is asked for all at once, so that it costs one trip to the database however many tables it is of. */
async function sendChanged(tx: Tx, request: PullRequest, changed: Changed, small: boolean, send: (line: PullLine) => Promise<void> | void): Promise<number> {
  const since = [request.cursor];
  const textOf = (table: TableName) => `select ${columnList(table)} from "${table}" where ${newTo('$1')}${isSecret(table, request) ? ` and ${ownLines}` : ''}`;
  const asked = await Promise.all(changed.map(({ name }) => (small && name !== 'tombstone' ? tx.unsafe<Record<string, Json>[]>(textOf(name), since, { prepare: true }).execute() : Promise.resolve(undefined))));
  let sent = 0;
  for (const [i, { name }] of changed.entries()) {
    const rows = asked[i];
    if (name === 'tombstone') sent += await sendGone(tx, since, send, request.counting ? countingTables : tableNames);
    else if (rows === undefined) sent += await sendRows(tx, name, textOf(name), since, send);
    else {
      sent += rows.length;
      await send(lineOf(name, rows));
    }
  }
  return sent;
}

/**
 * The snapshot of this transaction, which is the next cursor, and what changed since the one before; undefined for a
 * full load, which a cursor asks for that is none, or that is ahead of this database because it was restored. All in
 * one trip. Sequential scans are ruled out: the planner takes "newer than a snapshot" for a third of the table, and
 * reads all of it to find nothing.
 */
async function beginPull(tx: Tx, { cursor, counting }: PullRequest, windowMax: number): Promise<{ readonly snapshot: string; readonly changed: Changed | undefined }> {
  const asked = tx<{ snapshot: string }[]>`select pg_current_snapshot()::text as snapshot`.execute();
  if (!isSnapshot(cursor)) return { snapshot: (await asked)[0]!.snapshot, changed: undefined };
  const [[row], , changed] = await Promise.all([
    asked,
    tx`select set_config('enable_seqscan', 'off', true)`.execute(),
    tx.unsafe<{ name: TableName; rows: number }[]>(counting ? countingProbe : probe, [cursor, windowMax + 1] as never[], { prepare: true }).execute(),
  ]);
  const { snapshot } = row!;
  if (nextOf(cursor) <= nextOf(snapshot)) return { snapshot, changed };
  await tx`select set_config('enable_seqscan', 'on', true)`;
  return { snapshot, changed: undefined };
}
/** The first transaction id that a snapshot has not seen begin. */
const nextOf = (snapshot: string): bigint => BigInt(snapshot.split(':')[1]!);

/** What Postgres reads as a pg_snapshot, so that nothing else reaches it. */
function isSnapshot(text: string): boolean {
  if (!/^\d{1,18}:\d{1,18}:(\d{1,18}(,\d{1,18})*)?$/.test(text)) return false;
  const [xmin, xmax, list] = text.split(':') as [string, string, string];
  const open = list === '' ? [] : list.split(',').map(BigInt);
  return BigInt(xmin) > 0n && BigInt(xmin) <= BigInt(xmax) && open.every((xid, i) => xid >= (open[i - 1] ?? BigInt(xmin)) && xid < BigInt(xmax));
}

const newTo = (cursor: string): string => `xid >= pg_snapshot_xmin(${cursor}::pg_snapshot) and not pg_visible_in_snapshot(xid, ${cursor}::pg_snapshot)`;
/** How much is new in which tables, none of them counted further than asked, so that a quiet pull costs one statement. */
const probeOf = (names: readonly TableName[]): string => `select name, rows from (${[...names, 'tombstone'].map((name) => `select '${name}' as name, (select count(*) from (select from "${name}" where ${newTo('$1')} limit $2::bigint) as counted) as rows`).join(' union all ')}) as probed where rows > 0`;
const probe = probeOf(tableNames);
const countingProbe = probeOf(countingTables);
/** What others counted is theirs until it is decided. */
const ownLines = `device_id in ('', current_setting('restow.device'))`;
const isSecret = (table: TableName, { counting }: PullRequest): boolean => counting === true && table === 'count_line';

async function sendRows(tx: Tx, table: TableName, text: string, parameters: string[], send: (line: PullLine) => Promise<void> | void): Promise<number> {
  let count = 0;
  for await (const rows of tx.unsafe(text, parameters, { prepare: true }).cursor(ROWS_PER_LINE)) {
    count += rows.length;
    await send(lineOf(table, rows as unknown as Record<string, Json>[]));
  }
  return count;
}

function lineOf(table: TableName, rows: readonly Record<string, Json>[]): PullLine {
  const columns = Object.keys(definitionOf(table).columns);
  return { table, columns, rows: rows.map((row) => columns.map((column) => row[column]!)) };
}

/** Deleted rows, unless the row has come back since: that row follows by itself. */
async function sendGone(tx: Tx, since: string[], send: (line: PullLine) => Promise<void> | void, of: readonly TableName[]): Promise<number> {
  const tables = await tx.unsafe<{ table_name: TableName }[]>(`select distinct table_name from tombstone where ${newTo('$1')}`, since, { prepare: true });
  let count = 0;
  for (const { table_name: gone } of tables.filter(({ table_name }) => of.includes(table_name))) {
    for await (const rows of tx.unsafe<{ old_row: Record<string, Json> }[]>(goneText(gone), [...since, gone], { prepare: true }).cursor(ROWS_PER_LINE)) {
      count += rows.length;
      await send({ gone, rows: rows.map((row) => row.old_row) });
    }
  }
  return count;
}
const goneText = (table: TableName): string => {
  const { key, columns } = definitionOf(table);
  const same = key.map((column) => `live."${column}" = (old_row ->> '${column}')::${columns[column] === 'int' ? 'bigint' : 'text'}`).join(' and ');
  return `select old_row from tombstone where ${newTo('$1')} and table_name = $2 and not exists (select from "${table}" live where ${same})`;
};
