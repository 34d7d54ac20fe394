// The peer of submit: the rows that a submit wrote, written by prepared statements in one durable transaction, with
// nothing read, judged or checked. What remains of a submit beyond it is what our own work costs.
import type { Database } from 'better-sqlite3';
import type { AnyRow, TableName } from '#domain/tables.ts';
import { keyOf } from '#domain/tables.ts';
import { encode, upsertText, type Written } from '#db/local/rows.ts';

interface Statement {
  run(...values: unknown[]): unknown;
}
/** Statements with their values, ready to run. */
export type BareRows = readonly { readonly text: string; readonly values: readonly unknown[] }[];

const outboxText = 'insert into outbox (sequence, command_id, type, person_id, at, asked, hash, bytes, settled_at, seen) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)';
const shadowText = 'insert into shadow (table_name, row_key, before) values (?, ?, ?)';

/** Reads back what a submit wrote into its file; `seen` remembers which shadows were there before. */
export function rowsWritten(db: Database, written: Written, seen: Set<string>): BareRows {
  const outbox = db.prepare('select sequence, command_id, type, person_id, at, asked, hash, bytes, settled_at, seen from outbox order by sequence desc limit 1').raw().get() as unknown[];
  const shadow = db.prepare('select before from shadow where table_name = ? and row_key = ?').pluck();
  const rows = [...written].flatMap(([table, list]) => [...list.values()].map((row) => ({ table, row: row! })));
  const shadows = rows.flatMap(({ table, row }) => newShadow(table, row, seen, (key) => shadow.get(table, key)));
  return [{ text: outboxText, values: outbox }, ...rows.map(({ table, row }) => ({ text: upsertText(table), values: encode(table, row) })), ...shadows];
}
function newShadow(table: TableName, row: AnyRow, seen: Set<string>, before: (key: string) => unknown): BareRows {
  const key = keyOf(table, row);
  const name = `${table}:${key}`;
  if (seen.has(name)) return [];
  seen.add(name);
  return [{ text: shadowText, values: [table, key, before(key)] }];
}

/** One durable transaction per call. */
export function createBareWriter(db: Database): (rows: BareRows) => void {
  const statements = new Map<string, Statement>();
  const prepared = (text: string): Statement => {
    const known = statements.get(text) ?? db.prepare(text);
    statements.set(text, known);
    return known;
  };
  const write = db.transaction((rows: BareRows) => {
    for (const { text, values } of rows) prepared(text).run(...values);
  });
  return (rows) => write.immediate(rows);
}
