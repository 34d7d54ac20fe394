// Goods that were sent away at the door. They were never ours, so nothing moves; the delivery says how many and why.
import { decider } from './decider.ts';
import { telling, untelling } from './line-told.ts';
import { item } from './reads.ts';
import { deliveryItemReads, linesFor, unlistedLine, workOn } from './receiving.ts';
import { reject } from './rejections.ts';
import type { Row } from './tables.ts';

export const refuseGoods = decider('delivery.refuse', {
  reads: ({ warehouse, payload: p }) => [...deliveryItemReads(warehouse, p.deliveryId, p.itemId), item(p.itemId)],
  refuse: ({ warehouse, payload: p }, slice) => {
    if (!slice.get('item', p.itemId)) return reject('unknown_item', { item: p.itemId });
    const delivery = slice.get('delivery', warehouse, p.deliveryId);
    if (!delivery) return reject('unknown_document', { delivery: p.deliveryId });
    return delivery.state === 'RECEIVED' || delivery.state === 'CLOSED' ? reject('document_closed', { delivery: p.deliveryId, state: delivery.state }) : undefined;
  },
  effects: (book) => {
    const { slice, at, command: { warehouse, person, payload: p } } = book;
    const delivery: Row<'delivery'> = slice.get('delivery', warehouse, p.deliveryId) ?? {
      warehouse_id: warehouse, delivery_id: p.deliveryId, supplier_id: null, purchase_order_id: null, state: 'UNANNOUNCED', expected_at: null, arrived_at: at,
    };
    workOn(book, delivery);
    const lines = linesFor(slice, warehouse, p.deliveryId, p.itemId);
    if (p.back) {
      const said = lines.toReversed().find((each) => each.refused > 0);
      if (said) book.became('delivery_line', untelling({ ...said, refused: Math.max(0, said.refused - p.quantity) }, p));
      return;
    }
    // Sent away is what was still to come; where nothing was, the last line says it.
    const line = lines.find((each) => each.received + each.refused < each.expected) ?? lines.at(-1) ?? unlistedLine(warehouse, p.deliveryId, p.itemId);
    book.became('delivery_line', telling({ ...line, refused: line.refused + p.quantity }, { what: 'refused', quantity: p.quantity, lot: p.lot, reason: p.reason, note: p.note, by: person, at }));
  },
});
