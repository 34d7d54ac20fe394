// What can be asked "why is this so?", and which rows tell about it. Reads lead to further reads: the rows of a document
// name others, so a store asks again with what it found until nothing new is named.
import { account, binOfSuspense, isSuspense } from '#domain/positions.ts';
import type { Read, Slice } from '#domain/slice.ts';
import type { Row, TableName } from '#domain/tables.ts';

export type Subject =
  | { readonly kind: 'position'; readonly warehouse: string; readonly itemId: string; readonly locationId: string }
  | { readonly kind: 'document' | 'exception' | 'command'; readonly warehouse: string; readonly id: string };

/** Documents by the table that holds them; the first that has the id is the one that was meant. */
const documents = [
  ['delivery', 'delivery_id', 'warehouse'], ['sales_order', 'order_id', 'company'], ['fulfilment', 'fulfilment_id', 'warehouse'], ['parcel', 'parcel_id', 'warehouse'], ['count_task', 'task_id', 'warehouse'],
  ['adjustment', 'adjustment_id', 'warehouse'], ['return_parcel', 'parcel_id', 'warehouse'], ['return_unit', 'unit_id', 'warehouse'], ['transfer', 'transfer_id', 'company'], ['hold', 'hold_id', 'warehouse'],
  ['rma', 'rma_id', 'company'], ['purchase_order', 'purchase_order_id', 'warehouse'], ['pick_task', 'task_id', 'warehouse'],
] as const satisfies readonly (readonly [TableName, string, 'warehouse' | 'company'])[];
export type DocumentTable = (typeof documents)[number][0];

/** How often reads lead to further reads at most: document → its parts → their exceptions. */
export const ROUNDS = 3;

/** A bin and what suspense stands for in it, which the books take together. */
export const placesOf = (locationId: string): readonly string[] => {
  const bin = isSuspense(locationId) ? binOfSuspense(locationId) : locationId;
  return [bin, account.suspense(bin)];
};

/** The table and row of the document that was asked about, once its rows are there. */
export function documentOf(subject: Subject, rows: Slice): { readonly table: DocumentTable; readonly row: Row<DocumentTable> } | undefined {
  if (subject.kind !== 'document') return undefined;
  for (const [table, column] of documents) {
    const row = rows.list<DocumentTable>(table, { [column]: subject.id } as never)[0];
    if (row) return { table, row };
  }
  return undefined;
}

/** All rows that tell about it, as far as they can be named from the rows that are known. */
export function readsAbout(subject: Subject, rows: Slice): readonly Read[] {
  const warehouse_id = subject.warehouse;
  switch (subject.kind) {
    case 'position': return [
      { table: 'item', where: { item_id: subject.itemId } },
      ...placesOf(subject.locationId).map((location_id): Read => ({ table: 'position', where: { warehouse_id, item_id: subject.itemId, location_id } })),
      { table: 'count_task', where: { warehouse_id, location_id: placesOf(subject.locationId)[0]! } },
      { table: 'adjustment', where: { warehouse_id, location_id: placesOf(subject.locationId)[0]! } },
      { table: 'exception', where: { warehouse_id, subject_id: placesOf(subject.locationId)[0]! } },
      ...rows.list('count_task', {}).flatMap((task): Read[] => [{ table: 'count_line', where: { warehouse_id, task_id: task.task_id } }]),
    ];
    case 'document': return [
      ...documents.map(([table, column, scope]): Read => ({ table, where: scope === 'warehouse' ? { warehouse_id, [column]: subject.id } : { [column]: subject.id } })),
      ...related(subject, rows),
      ...idsAbout(subject, rows).map((subject_id): Read => ({ table: 'exception', where: { warehouse_id, subject_id } })),
    ];
    case 'exception': return [{ table: 'exception', where: { warehouse_id, exception_id: subject.id } }];
    case 'command': return [{ table: 'exception', where: { warehouse_id, subject_id: subject.id } }];
  }
}

function related({ warehouse: warehouse_id }: Subject, rows: Slice): readonly Read[] {
  const all = <T extends TableName>(table: T) => rows.list(table, {} as Partial<Row<T>>);
  return [
    ...all('sales_order').flatMap(({ order_id }): Read[] => [{ table: 'sales_order_line', where: { order_id } }, { table: 'order_hold', where: { order_id } }, { table: 'fulfilment', where: { warehouse_id, order_id } }]),
    ...all('fulfilment').flatMap(({ fulfilment_id, order_id }): Read[] => [{ table: 'sales_order', where: { order_id } }, { table: 'pick_task', where: { warehouse_id, fulfilment_id } }, { table: 'parcel', where: { warehouse_id, fulfilment_id } }]),
    ...all('parcel').flatMap(({ fulfilment_id, parcel_id }): Read[] => [{ table: 'fulfilment', where: { warehouse_id, fulfilment_id } }, { table: 'parcel_line', where: { warehouse_id, parcel_id } }]),
    ...all('delivery').flatMap(({ delivery_id }): Read[] => [{ table: 'delivery_line', where: { warehouse_id, delivery_id } }, { table: 'delivery_station', where: { warehouse_id, delivery_id } }]),
    ...all('count_task').flatMap(({ task_id }): Read[] => [{ table: 'count_line', where: { warehouse_id, task_id } }, { table: 'adjustment', where: { warehouse_id, task_id } }]),
    ...all('adjustment').flatMap(({ task_id }): Read[] => (task_id === null ? [] : [{ table: 'count_task', where: { warehouse_id, task_id } }])),
    ...all('return_parcel').map(({ parcel_id }): Read => ({ table: 'return_unit', where: { warehouse_id, parcel_id } })),
    ...all('return_unit').map(({ parcel_id }): Read => ({ table: 'return_parcel', where: { warehouse_id, parcel_id } })),
    ...all('transfer').map(({ transfer_id }): Read => ({ table: 'transfer_line', where: { transfer_id } })),
  ];
}

/** Ids by which commands and movements name what was asked about: its own, and those of its parts. */
export function idsAbout(subject: Subject, rows: Slice): readonly string[] {
  if (subject.kind === 'position') return [];
  if (subject.kind === 'command') return [];
  if (subject.kind === 'exception') {
    const row = rows.list('exception', { exception_id: subject.id })[0];
    return row === undefined || row.subject_kind === 'bin' || row.subject_kind === 'item' ? [subject.id] : [subject.id, row.subject_id];
  }
  const parts = documents.filter(([table]) => table !== 'pick_task').flatMap(([table, column]) => rows.list<DocumentTable>(table, {}).map((row) => (row as Readonly<Record<string, unknown>>)[column] as string));
  return [...new Set([subject.id, ...parts])];
}

/** Commands that are known to have had a part in it, without asking for their names. */
export function commandsNamedBy(subject: Subject, rows: Slice): readonly string[] {
  if (subject.kind === 'command') return [subject.id];
  return [...new Set(rows.list('exception', {}).map((row) => row.command_id))];
}
