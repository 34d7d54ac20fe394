// A full load is written beside the live tables in pieces and takes their place in one transaction, so that a load
// that breaks off changes nothing.
import type { Database } from 'better-sqlite3';
import { definitionOf, tableNames, type AnyRow, type Json, type TableName } from '#domain/tables.ts';
import type { Settled } from './outbox.ts';
import { columnList, encode } from './rows.ts';

export interface Staging {
  /** Empties what an earlier load left behind. */
  begin(): void;
  add(table: TableName, columns: readonly string[], rows: readonly (readonly Json[])[]): void;
  outcomes(): readonly Settled[];
  /** Replaces the live tables by the staged ones; runs inside the caller's transaction. */
  swapIn(): void;
}

const stageOf = (table: TableName): string => `"stage_${table}"`;

export function createStaging(db: Database): Staging {
  return {
    begin() {
      db.transaction(() => {
        for (const table of tableNames) {
          // Made anew, because a migration may have given the table another shape since the last load.
          db.exec(`drop table if exists ${stageOf(table)}`);
          db.exec(`create table ${stageOf(table)} as select * from "${table}" where 0`);
        }
      })();
    },
    add(table, columns, rows) {
      const insert = db.prepare(`insert into ${stageOf(table)} (${columnList(table)}) values (${Object.keys(definitionOf(table).columns).map(() => '?').join(', ')})`);
      db.transaction(() => {
        for (const values of rows) insert.run(encode(table, Object.fromEntries(columns.map((column, i) => [column, values[i]!])) as AnyRow));
      })();
    },
    outcomes: () => (db.prepare(`select device_id, command_id, sequence, verdict, rule, rejection from ${stageOf('outcome')} order by sequence`).all() as (Settled & { rejection: string | null })[]).map((row) => ({ ...row, rejection: row.rejection === null ? null : (JSON.parse(row.rejection) as Json) })),
    swapIn() {
      for (const table of tableNames) {
        db.exec(`delete from "${table}"`);
        db.exec(`insert into "${table}" (${columnList(table)}) select ${columnList(table)} from ${stageOf(table)}`);
        db.exec(`delete from ${stageOf(table)}`);
      }
    },
  };
}
