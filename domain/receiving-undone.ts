// A receipt taken back: a new event, never an edit. The delivery counts it no longer, and the goods leave the dock.
import type { Book } from './book.ts';
import type { CommandOf } from './commands.ts';
import { decider } from './decider.ts';
import { resolveException } from './exceptions.ts';
import { carry, quantityAt, SAMPLE_HOLD, SURPLUS_HOLD } from './ledger.ts';
import { shortageThen } from './moving.ts';
import { account } from './positions.ts';
import { about, document, serialOf, setting, stockAt } from './reads.ts';
import { deliveryItemReads, fillPallet, isAnnounced, linesFor, openSample, palletReads, RECEIPT_TOLERANCE, sum, toleratedOf, workOn } from './receiving.ts';
import { reject } from './rejections.ts';
import { RECEIPT_SAMPLING, sampledOf, samplingRule } from './sampling.ts';
import { trackSerial } from './serials.ts';
import { inOrder, type Slice } from './slice.ts';
import type { Row } from './tables.ts';

export const takeBackReceipt = decider('delivery.take_back', {
  reads: ({ warehouse, payload: p }) => [
    ...deliveryItemReads(warehouse, p.deliveryId, p.itemId),
    ...palletReads(warehouse, p),
    setting(RECEIPT_TOLERANCE),
    setting(RECEIPT_SAMPLING),
    ...(p.purchaseOrderId === undefined ? [] : document(`purchase-order:${warehouse}:${p.purchaseOrderId}`, { table: 'purchase_order_line', where: { warehouse_id: warehouse, purchase_order_id: p.purchaseOrderId } })),
    about(warehouse, p.deliveryId, `delivery:${warehouse}:${p.deliveryId}`),
    ...serialOf(p.itemId, p.serial),
    ...stockAt(warehouse, p.itemId, p.locationId, p.lot),
  ],
  refuse: (command, slice) => {
    const { warehouse, payload: p } = command;
    const delivery = slice.get('delivery', warehouse, p.deliveryId);
    const received = sum(linesFor(slice, warehouse, p.deliveryId, p.itemId), 'received');
    if (!delivery || received < p.quantity) return reject('not_this_document', { delivery: p.deliveryId, item: p.itemId, received, quantity: p.quantity });
    if (delivery.state === 'RECEIVED' || delivery.state === 'CLOSED') return reject('document_closed', { delivery: p.deliveryId, state: delivery.state });
    // What was set aside because of this receipt is taken back with it, and nobody is asked about its hold.
    const aside = asideOf(slice, command, delivery, p.quantity - heldBeyond(slice, command, isAnnounced(delivery)));
    return p.quantity > aside ? shortageThen(slice, command, { ...p, quantity: p.quantity - aside, location: p.locationId }) : undefined;
  },
  effects: (book) => {
    const { slice, command: { warehouse, payload: p } } = book;
    const delivery = slice.get('delivery', warehouse, p.deliveryId);
    if (!delivery) return;
    const held = heldBeyond(slice, book.command, isAnnounced(delivery));
    const aside = asideOf(slice, book.command, delivery, p.quantity - held);
    workOn(book, delivery);
    emptyLines(book);
    fillPallet(book, -p.quantity);
    const from = { location: p.locationId, condition: p.condition, hold: p.hold, owner: p.owner };
    const goods = { ...p, type: 'delivery.take_back', to: { ...from, location: account.supplier, hold: '' }, document: p.deliveryId };
    if (held > 0) carry(book, { ...goods, quantity: held, from: { ...from, hold: SURPLUS_HOLD } });
    if (aside > 0) carry(book, { ...goods, quantity: aside, from: { ...from, hold: SAMPLE_HOLD } });
    if (p.quantity > held + aside) carry(book, { ...goods, quantity: p.quantity - held - aside, from });
    if (aside > 0) tellInspector(book, aside);
    if (p.serial !== '' && slice.get('serial', p.itemId, p.serial)?.at_location === p.locationId) trackSerial(book, p.itemId, p.serial, 'MISREAD', '');
    settleSurplusAsked(book);
  },
});

/** Units that were held as surplus only because of what is taken back: the surplus goes first, as it came last. */
function heldBeyond(slice: Slice, { warehouse, payload: p }: CommandOf<'delivery.take_back'>, announced: boolean): number {
  if (!announced || p.hold !== '') return 0;
  const lines = linesFor(slice, warehouse, p.deliveryId, p.itemId);
  const beyond = Math.min(p.quantity, sum(lines, 'received') - toleratedOf(slice, slice.get('delivery', warehouse, p.deliveryId), p.itemId, lines));
  return Math.max(0, Math.min(beyond, quantityAt(slice, warehouse, p, { location: p.locationId, condition: p.condition, hold: SURPLUS_HOLD, owner: p.owner })));
}

/** Units that were set aside for the inspector only because of what is taken back, as far as they still lie there. */
function asideOf(slice: Slice, { warehouse, payload: p }: CommandOf<'delivery.take_back'>, delivery: Row<'delivery'>, quantity: number): number {
  const rule = p.hold !== '' || p.condition === 'D' ? undefined : samplingRule(slice.get('setting', RECEIPT_SAMPLING)?.value, delivery.supplier_id, p.itemId);
  if (rule === undefined) return 0;
  const received = sum(linesFor(slice, warehouse, p.deliveryId, p.itemId), 'received');
  const due = sampledOf(rule, received) - sampledOf(rule, received - quantity);
  return Math.max(0, Math.min(quantity, due, quantityAt(slice, warehouse, p, { location: p.locationId, condition: p.condition, hold: SAMPLE_HOLD, owner: p.owner })));
}
function tellInspector(book: Book<'delivery.take_back'>, units: number): void {
  const { slice, command: { warehouse, payload: p } } = book;
  const open = openSample(slice, warehouse, p.deliveryId, p.itemId);
  if (!open) return;
  if (open.quantity > units) book.became('exception', { ...open, quantity: open.quantity - units });
  else resolveException(book, open, 'TAKEN_BACK');
}

/** Empties the lines of the item in the opposite order in which a receipt fills them. */
function emptyLines(book: Book<'delivery.take_back'>): void {
  const { slice, command: { warehouse, payload: p } } = book;
  const delivery = slice.get('delivery', warehouse, p.deliveryId);
  let left = p.quantity;
  for (const line of linesFor(slice, warehouse, p.deliveryId, p.itemId).toReversed()) {
    const here = Math.min(left, line.received);
    left -= here;
    if (here === 0) continue;
    book.became('delivery_line', { ...line, received: line.received - here, damaged: Math.min(line.received - here, Math.max(0, line.damaged - (p.condition === 'D' ? here : 0))) });
    const ordered = p.purchaseOrderId === undefined || line.purchase_order_line === null || delivery?.purchase_order_id !== p.purchaseOrderId ? undefined : slice.get('purchase_order_line', warehouse, p.purchaseOrderId, line.purchase_order_line);
    if (ordered) book.became('purchase_order_line', { ...ordered, received: Math.max(0, ordered.received - here) });
  }
}

/** Nobody has to decide any more about a surplus that is none: what still waits is told with what is left of it. */
function settleSurplusAsked(book: Book<'delivery.take_back'>): void {
  const { slice, command: { warehouse, payload: p } } = book;
  const lines = linesFor(slice, warehouse, p.deliveryId, p.itemId);
  const none = sum(lines, 'received') <= toleratedOf(slice, slice.get('delivery', warehouse, p.deliveryId), p.itemId, lines);
  const asked = slice.list('exception', { warehouse_id: warehouse, subject_id: p.deliveryId }).filter((row) => row.state === 'OPEN' && row.item_id === p.itemId && (row.kind === 'OVER_DELIVERED' || row.kind === 'NOT_ON_DELIVERY'));
  for (const row of inOrder(asked, (each) => each.exception_id)) {
    if (none) resolveException(book, row, 'TAKEN_BACK');
    else book.became('exception', { ...row, quantity: Math.max(1, row.quantity - p.quantity) });
  }
}
