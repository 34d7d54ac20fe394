// Goods that came beyond what was announced and wait at the dock: accepted they are ours like the rest, turned down
// they wait for the supplier.
import type { Book } from '#domain/book.ts';
import { resolveException } from '#domain/exceptions.ts';
import { idFrom } from '#domain/ids.ts';
import { carry, SURPLUS_HOLD } from '#domain/ledger.ts';
import { document, item, stockAt } from '#domain/reads.ts';
import { inOrder, type Slice } from '#domain/slice.ts';
import { keyOf, type Row } from '#domain/tables.ts';
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
  approve: (book, lineId) => settle(book, lineId, '', 'ACCEPTED'),
  reject: (book, lineId) => settle(book, lineId, 'CLAIM', 'SEND_BACK'),
};

function settle(book: Book<'approval.sign'>, exceptionId: string, hold: string, resolution: string): void {
  const { slice, command } = book;
  const row = known(slice, command.warehouse, exceptionId);
  if (!row) return;
  let left = row.quantity;
  const held = slice.list('position', { warehouse_id: command.warehouse, item_id: row.item_id, location_id: row.location_id }).filter((each) => each.hold === SURPLUS_HOLD && each.quantity > 0);
  for (const position of inOrder(held, (each) => keyOf('position', each))) {
    const quantity = Math.min(left, position.quantity);
    if (quantity === 0) break;
    left -= quantity;
    const side = { location: position.location_id, condition: position.condition, hold: SURPLUS_HOLD, owner: position.owner };
    carry(book, { type: `surplus.${resolution.toLowerCase()}`, itemId: row.item_id, lot: position.lot, serial: position.serial, quantity, from: side, to: { ...side, hold }, document: row.subject_id });
  }
  resolveException(book, row, resolution);
}
