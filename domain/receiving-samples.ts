// Goods that were set aside as they came: an inspector frees what is good, and keeps for the supplier what is not.
import type { Book } from './book.ts';
import { decider } from './decider.ts';
import { exceptionReads, resolveException } from './exceptions.ts';
import { carry, CLAIM_HOLD, quantityAt, SAMPLE_HOLD, type Side } from './ledger.ts';
import { telling } from './line-told.ts';
import { about, stockAt } from './reads.ts';
import { deliveryReads, linesFor, tellDifference } from './receiving.ts';
import { reject } from './rejections.ts';
import { inOrder, type Slice } from './slice.ts';
import { keyOf, type Row } from './tables.ts';

export const settleSample = decider('delivery.settle_sample', {
  reads: ({ warehouse, payload: p }) => [
    ...deliveryReads(warehouse, p.deliveryId), ...exceptionReads(warehouse, p.exceptionId, p.deliveryId), about(warehouse, p.deliveryId, `delivery:${warehouse}:${p.deliveryId}`), ...stockAt(warehouse, p.itemId, p.locationId),
  ],
  refuse: ({ warehouse, payload: p }, slice) => {
    const row = slice.get('exception', warehouse, p.exceptionId);
    if (!row) return reject('unknown_document', { exception: p.exceptionId });
    if (row.state !== 'OPEN') return reject('already_done', { by: row.resolved_by ?? '', resolution: row.resolution ?? '' });
    if (row.kind !== 'SAMPLE_WAITS' || row.subject_id !== p.deliveryId || row.item_id !== p.itemId) return reject('not_this_document', { needed: row.subject_id, item: row.item_id });
    const there = heldHere(slice, warehouse, p).reduce((sum, each) => sum + each.quantity, 0);
    const quantity = p.accepted + p.rejected;
    return there < quantity ? reject('not_enough_stock', { place: p.locationId, item: p.itemId, book: there, quantity }) : undefined;
  },
  effects: (book) => {
    const { slice, at, command: { warehouse, person, payload: p } } = book;
    const row = slice.get('exception', warehouse, p.exceptionId);
    if (!row) return;
    give(book, p.accepted, (side) => ({ ...side, hold: '' }), '');
    give(book, p.rejected, (side) => ({ ...side, condition: 'D', hold: CLAIM_HOLD }), p.reason);
    const line = linesFor(slice, warehouse, p.deliveryId, p.itemId).find((each) => each.received > each.damaged);
    if (p.rejected > 0 && line) book.became('delivery_line', telling({ ...line, damaged: Math.min(line.received, line.damaged + p.rejected) }, { what: 'rejected', quantity: p.rejected, lot: p.lot, reason: p.reason, note: p.note, by: person, at }));
    const left = row.quantity - p.accepted - p.rejected;
    if (left > 0) book.became('exception', { ...row, quantity: left });
    else resolveException(book, row, p.rejected > 0 ? 'REJECTED' : 'ACCEPTED');
    const delivery = slice.get('delivery', warehouse, p.deliveryId);
    // Whoever received it may have finished long ago: the claim that waits is told what was found since.
    if (p.rejected > 0 && delivery?.state === 'RECEIVED') tellDifference(book, delivery, { type: 'delivery.settle_sample', deliveryId: p.deliveryId, itemId: p.itemId, rejected: p.rejected });
  },
});

function heldHere(slice: Slice, warehouse: string, p: { itemId: string; locationId: string; lot: string }): readonly Row<'position'>[] {
  const here = slice.list('position', { warehouse_id: warehouse, item_id: p.itemId, location_id: p.locationId }).filter((row) => row.hold === SAMPLE_HOLD && row.quantity > 0 && (p.lot === '' || row.lot === p.lot));
  return inOrder(here, (row) => keyOf('position', row));
}

function give(book: Book<'delivery.settle_sample'>, quantity: number, as: (side: Side) => Side, reason: string): void {
  const { slice, command: { warehouse, payload: p } } = book;
  let left = quantity;
  for (const row of heldHere(slice, warehouse, p)) {
    const from: Side = { location: row.location_id, condition: row.condition, hold: row.hold, owner: row.owner };
    const here = Math.min(left, quantityAt(slice, warehouse, { itemId: row.item_id, lot: row.lot, serial: row.serial }, from));
    left -= here;
    if (here > 0) carry(book, { type: 'delivery.settle_sample', itemId: row.item_id, lot: row.lot, serial: row.serial, quantity: here, from, to: as(from), document: p.deliveryId, reason, key: keyOf('position', row) });
  }
}
