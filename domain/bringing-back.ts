// Parcels that come undone: opened again before they leave, caught at the carrier, or gone on although nobody wanted
// them any more.
import { unjudged } from './announcing/unjudged.ts';
import type { Book } from './book.ts';
import type { CommandType } from './commands.ts';
import { decider } from './decider.ts';
import { closeAbout, raise } from './exceptions.ts';
import { carry, plain } from './ledger.ts';
import { setOrderState } from './orders.ts';
import { holdsInside, parcelReads, setFulfilmentState } from './picking.ts';
import { account } from './positions.ts';
import { openPutBack } from './put-backs.ts';
import { fulfilment, handlingUnit, order, placeStock } from './reads.ts';
import { reject } from './rejections.ts';
import { enterSerial } from './serials.ts';
import type { Slice } from './slice.ts';
import type { Row } from './tables.ts';

interface Named {
  readonly parcelId: string;
  readonly fulfilmentId: string;
  readonly orderId: string;
}
const readsOfParcel = (warehouse: string, p: Named) => [...fulfilment(warehouse, p.fulfilmentId), ...order(p.orderId), ...parcelReads(warehouse, p.parcelId), ...placeStock(warehouse, p.parcelId)];
const linesOf = (slice: Slice, parcel: Row<'parcel'>): readonly Row<'parcel_line'>[] => slice.list('parcel_line', { warehouse_id: parcel.warehouse_id, parcel_id: parcel.parcel_id }).toSorted((a, b) => a.line_no - b.line_no);

/** Its label is void and its goods lie in a tote: to be packed anew, or put back where the order is cancelled. */
export const unpack = decider('parcel.unpack', {
  reads: ({ warehouse, payload: p }) => [...readsOfParcel(warehouse, p), ...placeStock(warehouse, p.tote), ...handlingUnit(warehouse, p.tote)],
  refuse: ({ warehouse, payload: p }, slice) => {
    const parcel = slice.get('parcel', warehouse, p.parcelId);
    if (!parcel) return reject('unknown_document', { parcel: p.parcelId });
    if (parcel.state === 'VOIDED') return reject('already_done', { parcel: p.parcelId });
    if (!isOf(parcel, p)) return reject('not_this_document', { needed: parcel.order_id, order: p.orderId });
    return parcel.state === 'SHIPPED' ? reject('document_closed', { parcel: p.parcelId, at: parcel.shipped_at ?? 0 }) : undefined;
  },
  effects: (book) => {
    const { slice, command } = book;
    const { warehouse, payload: p } = command;
    const shipped = slice.get('parcel', warehouse, p.parcelId);
    if (!shipped || !isOf(shipped, p) || shipped.state === 'VOIDED') return;
    if (shipped.state === 'SHIPPED') comeBack(book, shipped);
    const parcel = slice.get('parcel', warehouse, p.parcelId)!;
    const cancelled = isUnwanted(slice, p.orderId);
    for (const line of linesOf(slice, parcel)) {
      const task = slice.list('pick_task', { warehouse_id: warehouse, fulfilment_id: p.fulfilmentId }).find((each) => each.task_id === line.task_id);
      carry(book, { type: 'parcel.unpack', itemId: line.item_id, lot: line.lot, serial: line.serial, quantity: line.quantity, from: plain(p.parcelId), to: plain(p.tote), document: p.fulfilmentId, key: line.line_no });
      enterSerial(book, { itemId: line.item_id, serial: line.serial, state: 'ON_HAND', location: p.tote, orderId: null });
      if (!task) continue;
      book.became('pick_task', { ...task, packed: Math.max(0, task.packed - line.quantity), tote: p.tote });
      if (cancelled) openPutBack(book, { task, place: p.tote, quantity: line.quantity, reason: 'CANCELLED', lot: line.lot, serial: line.serial });
    }
    book.became('parcel', { ...parcel, state: 'VOIDED' });
    const unit = slice.get('handling_unit', warehouse, p.tote);
    book.became('handling_unit', { warehouse_id: warehouse, unit_id: p.tote, kind: unit?.kind ?? 'tote', state: 'IN_USE', at_location: unit?.at_location ?? '', fulfilment_id: p.fulfilmentId });
    for (const kind of ['UNPACK_AND_PUT_BACK', 'PACKED_ON_HOLD', 'HELD_PACKED'] as const) closeAbout(book, p.parcelId, kind, 'UNPACKED');
    setFulfilmentState(book, p.fulfilmentId);
    if (!cancelled) setOrderState(book, p.orderId);
  },
});

/** It is in our hands again, whatever the carrier was told. */
export const caught = decider('parcel.caught', {
  reads: ({ warehouse, payload: p }) => readsOfParcel(warehouse, p),
  refuse: ({ warehouse, payload: p }, slice) => {
    const parcel = slice.get('parcel', warehouse, p.parcelId);
    if (!parcel) return reject('unknown_document', { parcel: p.parcelId });
    if (!isOf(parcel, p)) return reject('not_this_document', { needed: parcel.order_id, order: p.orderId });
    return parcel.state === 'SHIPPED' ? undefined : reject('already_done', { parcel: p.parcelId });
  },
  effects: (book) => {
    const { slice, command } = book;
    const { warehouse, payload: p } = command;
    const parcel = slice.get('parcel', warehouse, p.parcelId);
    if (parcel?.state !== 'SHIPPED' || !isOf(parcel, p)) return;
    comeBack(book, parcel);
    const held = holdsInside(slice, parcel);
    if (held) raise(book, { rule: 'HLD-5', kind: 'HELD_PACKED', subject: { kind: 'parcel', id: p.parcelId }, ownerRole: 'supervisor', maxAgeHours: 2, did: { type: command.type, ...p }, itemId: String(held.book['item']), quantity: Number(held.book['held']), book: { hold: held.book['hold']!, lot: held.book['lot']!, quantity: held.book['held']! } });
    if (!isUnwanted(slice, p.orderId)) return setOrderState(book, p.orderId);
    raise(book, { rule: 'INT-1', kind: 'UNPACK_AND_PUT_BACK', subject: { kind: 'parcel', id: p.parcelId }, ownerRole: 'supervisor', maxAgeHours: 4, did: { type: command.type, ...p }, book: { order: p.orderId } });
  },
});

/** Goods and lines as before it left; an order that was cancelled waits again. */
function comeBack(book: Book<CommandType>, parcel: Row<'parcel'>): void {
  const { slice, command } = book;
  const unwanted = isUnwanted(slice, parcel.order_id);
  for (const line of linesOf(slice, parcel)) {
    carry(book, { type: 'parcel.caught', itemId: line.item_id, lot: line.lot, serial: line.serial, quantity: line.quantity, registered: false, from: plain(account.customer), to: plain(parcel.parcel_id), document: parcel.fulfilment_id, key: line.line_no });
    enterSerial(book, { itemId: line.item_id, serial: line.serial, state: 'ON_HAND', location: parcel.parcel_id, orderId: null });
    const ordered = slice.get('sales_order_line', parcel.order_id, line.order_line);
    if (ordered) book.became('sales_order_line', { ...ordered, shipped: Math.max(0, ordered.shipped - line.quantity) });
  }
  book.became('parcel', { ...parcel, state: 'PACKED', shipped_at: null });
  closeAbout(book, parcel.parcel_id, 'INTERCEPT', 'CAUGHT');
  const work = slice.get('fulfilment', command.warehouse, parcel.fulfilment_id);
  if (work) book.became('fulfilment', { ...work, state: unwanted ? 'CANCEL_REQUESTED' : 'PACKED' });
  const salesOrder = slice.get('sales_order', parcel.order_id);
  if (unwanted && salesOrder) book.became('sales_order', { ...salesOrder, state: 'CANCEL_REQUESTED' });
}

/** The carrier could not stop it: what comes back later is announced as a return. */
export const goneOn = decider('parcel.gone_on', {
  reads: ({ warehouse, payload: p }) => readsOfParcel(warehouse, p),
  refuse: ({ warehouse, payload: p }, slice) => {
    const parcel = slice.get('parcel', warehouse, p.parcelId);
    if (!parcel || !isOf(parcel, p)) return reject('unknown_document', { parcel: p.parcelId });
    if (parcel.state !== 'SHIPPED') return reject('not_open', { parcel: p.parcelId, state: parcel.state });
    return slice.list('exception', { warehouse_id: warehouse, subject_id: p.parcelId }).some((row) => row.kind === 'INTERCEPT' && row.state === 'OPEN') ? undefined : reject('already_done', { parcel: p.parcelId });
  },
  effects: (book) => {
    const { slice, command, at } = book;
    const { warehouse, payload: p } = command;
    const parcel = slice.get('parcel', warehouse, p.parcelId);
    if (!parcel) return;
    const reason = isUnwanted(slice, p.orderId) ? 'CANCELLED_TOO_LATE' : 'RECALLED';
    const rmaId = `RMA-${book.id('rma').slice(0, 12).toUpperCase()}`;
    book.became('rma', { rma_id: rmaId, order_id: p.orderId, customer_id: slice.get('sales_order', p.orderId)?.customer_id ?? null, state: 'AUTHORISED', reason, created_at: at, ...unjudged });
    for (const line of linesOf(slice, parcel)) {
      book.became('rma_line', { rma_id: rmaId, line_no: line.line_no, item_id: line.item_id, order_id: p.orderId, order_line: line.order_line, quantity: line.quantity, received: 0, reason });
    }
    closeAbout(book, p.parcelId, 'INTERCEPT', 'TOO_LATE');
  },
});

const isOf = (parcel: Row<'parcel'>, p: Named): boolean => parcel.order_id === p.orderId && parcel.fulfilment_id === p.fulfilmentId;
/** Somebody cancelled it, however far it was then. */
const isUnwanted = (slice: Slice, orderId: string): boolean => (slice.get('sales_order', orderId)?.cancel_reason ?? null) !== null;
