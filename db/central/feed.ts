// Step 7, feed: what changed since a cursor, whoever wrote it. The cursor is a Postgres snapshot, so the answer is
// exactly the transactions that have become visible since: none skipped, none seen half, no writer waited for.
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
}

const ROWS_PER_LINE = 2000;
const CURSOR_TEXT = /^\d+:\d+:[\d,]*$/;

/** Identity of the database's history: a cursor from another epoch says nothing here. */
export async function readEpoch(sql: Central | Tx): Promise<string> {
  const [row] = await sql<{ epoch: string }[]>`
    select (select system_identifier from pg_control_system())::text || '.' || (select timeline_id from pg_control_checkpoint())::text || '.' || (select counter from restore)::text as epoch`;
  return row!.epoch;
}

/** Writes the lines of one pull to `send`, in one REPEATABLE READ transaction on the primary. */
export async function pull(central: Central, request: PullRequest, send: (line: PullLine) => Promise<void> | void): Promise<void> {
  const scope = { role: 'restow_reader', warehouse: request.warehouse, device: request.device } as const;
  await inScope(central, scope, (tx) => pullInside(tx, request, send), 'isolation level repeatable read read only', 1);
}

async function pullInside(tx: Tx, request: PullRequest, send: (line: PullLine) => Promise<void> | void): Promise<void> {
  const full = request.cursor === '' || !CURSOR_TEXT.test(request.cursor);
  const [row] = await tx<{ snapshot: string }[]>`select pg_current_snapshot()::text as snapshot`;
  await send({ begin: { epoch: request.epoch, full } });
  let total = 0;
  if (full) {
    for (const table of tableNames) {
      const where = table === 'movement' ? `where effective_at >= ${Math.trunc(request.movementsFrom)}` : '';
      total += await sendRows(tx, table, `select ${columnList(table)} from "${table}" ${where}`, [], send);
    }
  } else {
    const since = [request.cursor];
    const changed = await tx.unsafe<{ name: TableName }[]>(probe, since, { prepare: true });
    for (const { name } of changed) {
      if (name in tombstoneName) total += await sendGone(tx, since, send);
      else total += await sendRows(tx, name, `select ${columnList(name)} from "${name}" where ${newTo('$1')}`, since, send);
    }
  }
  await send({ end: { cursor: row!.snapshot, now: request.now, rows: total } });
}

const newTo = (cursor: string): string => `xid >= pg_snapshot_xmin(${cursor}::pg_snapshot) and not pg_visible_in_snapshot(xid, ${cursor}::pg_snapshot)`;
const tombstoneName = { tombstone: true };
/** Names of tables with anything new, so that a quiet pull costs one statement. */
const probe = [...tableNames, 'tombstone'].map((name) => `select '${name}' as name where exists (select from "${name}" where ${newTo('$1')})`).join(' union all ');

async function sendRows(tx: Tx, table: TableName, text: string, parameters: string[], send: (line: PullLine) => Promise<void> | void): Promise<number> {
  const columns = Object.keys(definitionOf(table).columns);
  let count = 0;
  for await (const rows of tx.unsafe(text, parameters, { prepare: true }).cursor(ROWS_PER_LINE)) {
    count += rows.length;
    await send({ table, columns, rows: rows.map((row) => columns.map((column) => row[column] as Json)) });
  }
  return count;
}

/** Deleted rows, unless the row has come back since: that row follows by itself. */
async function sendGone(tx: Tx, since: string[], send: (line: PullLine) => Promise<void> | void): Promise<number> {
  const rows = await tx.unsafe<{ table_name: TableName; old_row: Record<string, Json> }[]>(`select table_name, old_row from tombstone where ${newTo('$1')} order by xid`, since, { prepare: true });
  for (const { table_name: gone, old_row: row } of rows) {
    const key = definitionOf(gone).key;
    const back = await tx.unsafe(`select from "${gone}" where ${key.map((column, i) => `"${column}" = $${i + 1}`).join(' and ')}`, key.map((column) => row[column]) as never[]);
    if (back.length === 0) await send({ gone, rows: [row] });
  }
  return rows.length;
}
