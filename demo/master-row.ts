// A row the ERP owns and writes itself, outside the ledger: master data and the headers of expected documents.
import type { AnyRow, Row, TableName } from '#domain/tables.ts';

export interface MasterRow {
  readonly table: TableName;
  readonly row: AnyRow;
}

/** Checks the row against its table before the table's name is forgotten. */
export const masterRow = <T extends TableName>(table: T, row: Row<T>): MasterRow => ({ table, row: row as AnyRow });
