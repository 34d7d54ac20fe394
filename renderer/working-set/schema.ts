// The working set's collections, made from the one declaration of rows: the primary key is the row's key joined to
// one string, and the columns keep their names.
import type { RxCollection, RxDatabase, RxJsonSchema } from 'rxdb/plugins/core';
import { idFrom } from '#domain/ids.ts';
import { definitionOf, type Column, type Row } from '#domain/tables.ts';
import type { WorkingTable } from '#electron/contract.ts';

/** Columns that never reach a window, because they tell what the books have. */
interface Hidden {
  adjustment: 'book' | 'delta' | 'value' | 'counted' | 'posted' | 'was_book' | 'was_delta' | 'unit_cost';
  exception: 'book' | 'quantity';
  count_line: 'unit_cost';
}
export type WorkingRow<T extends WorkingTable> = Omit<Row<T>, T extends keyof Hidden ? Hidden[T] : never>;
export type Doc<T extends WorkingTable> = WorkingRow<T> & { readonly key: string };
export type Collections = { [T in WorkingTable]: RxCollection<Doc<T>> };
export type WorkingDatabase = RxDatabase<Collections>;

/** Columns that a query looks rows up by, one index each. */
const indexed: Record<WorkingTable, readonly string[]> = {
  delivery: [], delivery_line: ['delivery_id'], count_task: [], count_line: ['task_id'], return_parcel: [], return_unit: ['parcel_id', 'state'],
  fulfilment: [], pick_task: ['fulfilment_id', 'open'], parcel: ['state'], adjustment: [], exception: ['state'], transfer: [],
};
export const workingTables = Object.keys(indexed) as WorkingTable[];

type Property = Record<string, unknown>;
const jsonTypes = { text: 'string', int: 'integer', bool: 'boolean' } as const;

function property(column: Column): Property {
  const type = column.replace('?', '') as 'text' | 'int' | 'bool' | 'json';
  if (type === 'json') return {};
  if (column.endsWith('?')) return { type: [jsonTypes[type], 'null'] };
  return type === 'text' ? { type: 'string', maxLength: 300 } : { type: jsonTypes[type] };
}

export function schemaOf(table: WorkingTable): RxJsonSchema<Doc<WorkingTable>> {
  const columns = Object.entries(definitionOf(table).columns).map(([name, column]) => [name, property(column)]);
  return {
    title: table, version: 0, primaryKey: 'key', type: 'object',
    properties: { key: { type: 'string', maxLength: 400 }, ...(Object.fromEntries(columns) as Record<string, Property>) },
    required: ['key', ...indexed[table]],
    indexes: indexed[table],
  } as unknown as RxJsonSchema<Doc<WorkingTable>>;
}

/** Changes with any change of a schema, so that a window with older collections drops them. */
export const schemaVersion = idFrom('working-set', JSON.stringify(workingTables.map(schemaOf)));
