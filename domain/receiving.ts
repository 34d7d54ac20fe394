// Goods at the dock: what arrived is recorded as it is, against the delivery and not against the order.
import { raise } from './exceptions.ts';
import { decider } from './decider.ts';
import { idFrom } from './ids.ts';
import { carry } from './ledger.ts';
import { account } from './positions.ts';
import { document, item, place, serialOf, stockAt } from './reads.ts';
import { reject } from './rejections.ts';
import { trackSerial, serialConflict } from './serials.ts';
import type { Slice } from './slice.ts';
import type { Row } from './tables.ts';

const deliveryReads = (warehouse: string, deliveryId: string) => {
  const where = { warehouse_id: warehouse, delivery_id: deliveryId };
  return document(`delivery:${warehouse}:${deliveryId}`, { table: 'delivery', where }, { table: 'delivery_line', where }, { table: 'delivery_station', where });
};

const lineFor = (slice: Slice, warehouse: string, deliveryId: string, itemId: string): Row<'delivery_line'> | undefined =>
  slice.list('delivery_line', { warehouse_id: warehouse, delivery_id: deliveryId }).find((line) => line.item_id === itemId);

export const receive = decider('delivery.receive', {
  reads: ({ warehouse, payload: p }) => [
    ...deliveryReads(warehouse, p.deliveryId),
    item(p.itemId),
    place(warehouse, p.locationId),
    { table: 'lot', where: { item_id: p.itemId, lot: p.lot } },
    ...serialOf(p.itemId, p.serial),
    ...stockAt(warehouse, p.itemId, p.locationId, p.lot),
  ],
  refuse: ({ warehouse, payload: p }, slice) => {
    if (!slice.get('item', p.itemId)) return reject('unknown_item', { item: p.itemId });
    const delivery = slice.get('delivery', warehouse, p.deliveryId);
    if (!delivery) return reject('unknown_document', { delivery: p.deliveryId });
    if (delivery.state === 'RECEIVED' || delivery.state === 'CLOSED') return reject('document_closed', { delivery: p.deliveryId, state: delivery.state });
    const elsewhere = serialConflict(slice, p.itemId, p.serial, ['ON_HAND']);
    if (elsewhere) return reject('serial_elsewhere', elsewhere);
    const line = lineFor(slice, warehouse, p.deliveryId, p.itemId);
    if (!line) return reject('not_this_document', { delivery: p.deliveryId, item: p.itemId });
    if (line.received + p.quantity > line.expected) return reject('over_expected', { expected: line.expected, received: line.received, quantity: p.quantity });
    return undefined;
  },
  effects: (book) => {
    const { command, slice, at } = book;
    const { warehouse, payload: p } = command;
    const known = slice.get('delivery', warehouse, p.deliveryId);
    const delivery: Row<'delivery'> = known ?? {
      warehouse_id: warehouse, delivery_id: p.deliveryId, supplier_id: null, purchase_order_id: null, state: 'UNANNOUNCED', expected_at: null, arrived_at: at,
    };
    book.became('delivery', { ...delivery, state: 'RECEIVING', arrived_at: delivery.arrived_at ?? at });
    const line = lineFor(slice, warehouse, p.deliveryId, p.itemId) ?? {
      warehouse_id: warehouse, delivery_id: p.deliveryId, line_id: idFrom(p.deliveryId, 'line', p.itemId), item_id: p.itemId, expected: 0, received: 0, damaged: 0, purchase_order_line: null,
    };
    const damaged = p.condition === 'D' ? p.quantity : 0;
    book.became('delivery_line', { ...line, received: line.received + p.quantity, damaged: line.damaged + damaged });
    const station = slice.get('delivery_station', warehouse, p.deliveryId, command.device);
    if (!station || station.finished_at !== null) {
      book.became('delivery_station', { warehouse_id: warehouse, delivery_id: p.deliveryId, device_id: command.device, joined_at: station?.joined_at ?? at, finished_at: null });
    }
    if (p.lot !== '' && (p.expiresOn !== undefined || !slice.get('lot', p.itemId, p.lot))) {
      book.became('lot', { item_id: p.itemId, lot: p.lot, expires_on: p.expiresOn ?? slice.get('lot', p.itemId, p.lot)?.expires_on ?? null });
    }
    const to = { location: p.locationId, condition: p.condition, hold: p.hold, owner: p.owner };
    carry(book, { ...p, type: 'delivery.receive', from: { ...to, location: account.supplier, hold: '' }, to, document: p.deliveryId });
    trackSerial(book, p.itemId, p.serial, 'ON_HAND', p.locationId);
  },
});

/** "This station has finished": the delivery is received once every station that joined says so. */
export const finish = decider('delivery.finish', {
  reads: ({ warehouse, payload: p }) => deliveryReads(warehouse, p.deliveryId),
  refuse: ({ warehouse, payload: p }, slice) => {
    const delivery = slice.get('delivery', warehouse, p.deliveryId);
    if (!delivery) return reject('unknown_document', { delivery: p.deliveryId });
    if (delivery.state === 'RECEIVED' || delivery.state === 'CLOSED') return reject('already_done', { delivery: p.deliveryId, state: delivery.state });
    return undefined;
  },
  effects: (book) => {
    const { command, slice, at } = book;
    const { warehouse, payload: p } = command;
    const delivery = slice.get('delivery', warehouse, p.deliveryId);
    if (!delivery) return;
    const where = { warehouse_id: warehouse, delivery_id: p.deliveryId };
    const mine = slice.get('delivery_station', warehouse, p.deliveryId, command.device);
    book.became('delivery_station', { ...where, device_id: command.device, joined_at: mine?.joined_at ?? at, finished_at: at });
    const open = slice.list('delivery_station', where).filter((station) => station.finished_at === null);
    if (open.length > 0) return;
    book.became('delivery', { ...delivery, state: 'RECEIVED' });
    const differing = slice.list('delivery_line', where).filter((line) => line.received !== line.expected || line.damaged > 0);
    if (differing.length === 0) return;
    raise(book, {
      rule: 'REC-5', kind: 'DELIVERY_DIFFERS', subject: { kind: 'delivery', id: p.deliveryId }, ownerRole: 'buyer', maxAgeHours: 48, quantity: differing.length,
      book: differing.slice(0, 50).map((line) => ({ item: line.item_id, expected: line.expected, received: line.received, damaged: line.damaged })),
    });
  },
});

