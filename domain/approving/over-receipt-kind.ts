// Goods that came beyond what was announced and wait at the dock: accepted they are ours like the rest, turned down
// they wait for the supplier.
import { idFrom } from '#domain/ids.ts';
import { document, item, stockAt } from '#domain/reads.ts';
import { settle } from '#domain/receiving.ts';
import type { Slice } from '#domain/slice.ts';
import type { Row } from '#domain/tables.ts';
import type { ApprovalKind } from './kinds.ts';

const kinds = ['OVER_DELIVERED', 'NOT_ON_DELIVERY'];
const valueOf = (slice: Slice, row: Row<'exception'>): number => row.quantity * (slice.get('item', row.item_id)?.standard_cost ?? 0);
const known = (slice: Slice, warehouse: string, id: string): Row<'exception'> | undefined => {
  const row = slice.get('exception', warehouse, id);
  return row && kinds.includes(row.kind) ? row : undefined;
};

export const overReceiptKind: ApprovalKind = {
  roles: ['buyer', 'supervisor'],
  table: 'exception',
  documentOf: (row) => (row['state'] === 'OPEN' && kinds.includes(row['kind'] as string) ? (row['exception_id'] as string) : undefined),
  partOf: (row) => [row['person_id'] as string],
  reads: ({ warehouse, payload: p }) => [
    ...document(`exception:${warehouse}:${p.documentId}`, { table: 'exception', where: { warehouse_id: warehouse, exception_id: p.documentId } }),
    ...p.lines.flatMap((line) => [item(line.itemId), ...stockAt(warehouse, line.itemId, line.locationId)]),
  ],
  sheet: (slice, warehouse, documentId) => {
    const row = known(slice, warehouse, documentId);
    if (!row) return { lines: [], partakers: [], whole: false };
    const value = valueOf(slice, row);
    const view = (units: number, worth: number): string => idFrom('view', row.exception_id, row.kind, row.subject_id, row.item_id, row.location_id, units, worth);
    return {
      lines: [{
        lineId: row.exception_id, state: row.state === 'OPEN' ? 'PENDING' : 'DECIDED', by: row.resolved_by ?? '', itemId: row.item_id, locationId: row.location_id, units: row.quantity, value,
        view: (shown) => view(shown?.units ?? row.quantity, shown?.value ?? value), needed: 1, signers: [],
      }],
      partakers: [row.person_id], whole: false,
    };
  },
  sign: () => {},
  approve: (book, lineId) => {
    const row = known(book.slice, book.command.warehouse, lineId);
    if (row) settle(book, row, true);
  },
  reject: (book, lineId) => {
    const row = known(book.slice, book.command.warehouse, lineId);
    if (row) settle(book, row, false);
  },
};
