// A signature under whatever waits for one in a place, as the inbox of approvals writes it.
import { viewOf } from '#domain/adjustments.ts';
import type { PayloadInput } from '#domain/commands.ts';
import type { Slice } from '#domain/slice.ts';

/** Undefined while nothing waits there. */
export const signs = (decision: 'approve' | 'reject', locationId: string) => (see: Slice): PayloadInput<'approval.sign'> | undefined => {
  const row = see.list('adjustment', { state: 'PENDING' }).find((each) => each.location_id === locationId);
  return row && { kind: 'adjustment', documentId: row.sheet_id, lines: [{ lineId: row.adjustment_id, itemId: row.item_id, locationId, serial: row.serial, decision, view: viewOf(row), units: row.delta, value: row.value, book: row.book }] };
};
