// Goods at the dock: what arrived is recorded as it is, against the delivery and not against the order.
import type { Book } from './book.ts';
import type { CommandType } from './commands.ts';
import { closeAbout, exceptionReads, raise, resolveException } from './exceptions.ts';
import { decider } from './decider.ts';
import { idFrom } from './ids.ts';
import { carry, CLAIM_HOLD, SAMPLE_HOLD, SURPLUS_HOLD } from './ledger.ts';
import { account } from './positions.ts';
import { about, document, item, place, serialOf, setting, stockAt } from './reads.ts';
import { reject } from './rejections.ts';
import { serialConflict, serialTwice, trackSerial } from './serials.ts';
import { inOrder, type Slice } from './slice.ts';
import { discrepanciesOf } from './discrepancies.ts';
import { toleratedPercent } from './receipt-tolerance.ts';
import { RECEIPT_SAMPLING, sampledOf, samplingRule } from './sampling.ts';
import { keyOf, type Json, type Row } from './tables.ts';

export const deliveryReads = (warehouse: string, deliveryId: string) => {
  const where = { warehouse_id: warehouse, delivery_id: deliveryId };
  return document(`delivery:${warehouse}:${deliveryId}`, { table: 'delivery', where }, { table: 'delivery_line', where }, { table: 'delivery_station', where });
};

/** What is done to one item of a delivery looks at the lines of that item alone, however long the paper is. */
export const deliveryItemReads = (warehouse: string, deliveryId: string, itemId: string) => {
  const where = { warehouse_id: warehouse, delivery_id: deliveryId };
  return document(`delivery:${warehouse}:${deliveryId}`, { table: 'delivery', where }, { table: 'delivery_line', where: { ...where, item_id: itemId } }, { table: 'delivery_station', where });
};

export const RECEIPT_TOLERANCE = 'receipt_tolerance_percent';

/** Nobody announced it: somebody received goods and named a delivery that the ERP does not have. */
export const isAnnounced = (delivery: Row<'delivery'>): boolean => delivery.supplier_id !== null || delivery.purchase_order_id !== null || delivery.expected_at !== null;

export const linesFor = (slice: Slice, warehouse: string, deliveryId: string, itemId: string): readonly Row<'delivery_line'>[] =>
  inOrder(slice.list('delivery_line', { warehouse_id: warehouse, delivery_id: deliveryId, item_id: itemId }), (line) => line.line_id);
export const sum = (lines: readonly Row<'delivery_line'>[], of: 'expected' | 'received'): number => lines.reduce((total, line) => total + line[of], 0);

/** Units that go beyond what was announced and what is tolerated; of an unannounced delivery there are none. */
function surplusOf(slice: Slice, warehouse: string, p: { deliveryId: string; itemId: string; quantity: number }): number {
  const delivery = slice.get('delivery', warehouse, p.deliveryId);
  if (!delivery || !isAnnounced(delivery)) return 0;
  const lines = linesFor(slice, warehouse, p.deliveryId, p.itemId);
  return Math.max(0, Math.min(p.quantity, sum(lines, 'received') + p.quantity - toleratedOf(slice, delivery, p.itemId, lines)));
}

/** Units of an item that are taken in without asking: the announced ones and what the ERP tolerates beyond. */
export function toleratedOf(slice: Slice, delivery: Row<'delivery'> | undefined, itemId: string, lines: readonly Row<'delivery_line'>[]): number {
  const expected = sum(lines, 'expected');
  return expected + Math.floor((expected * toleratedPercent(slice.get('setting', RECEIPT_TOLERANCE)?.value, delivery?.supplier_id ?? null, itemId)) / 100);
}

export const receive = decider('delivery.receive', {
  reads: ({ warehouse, payload: p }) => [
    ...deliveryItemReads(warehouse, p.deliveryId, p.itemId),
    ...palletReads(warehouse, p),
    item(p.itemId),
    place(warehouse, p.locationId),
    setting(RECEIPT_TOLERANCE),
    setting(RECEIPT_SAMPLING),
    ...(p.purchaseOrderId === undefined ? [] : [...document(`purchase-order:${warehouse}:${p.purchaseOrderId}`, { table: 'purchase_order_line', where: { warehouse_id: warehouse, purchase_order_id: p.purchaseOrderId } }), about(warehouse, p.purchaseOrderId, `purchase-order:${warehouse}:${p.purchaseOrderId}`)]),
    about(warehouse, p.deliveryId, `delivery:${warehouse}:${p.deliveryId}`),
    { table: 'lot', where: { item_id: p.itemId, lot: p.lot } },
    ...serialOf(p.itemId, p.serial),
    ...stockAt(warehouse, p.itemId, p.locationId, p.lot),
  ],
  refuse: ({ warehouse, payload: p }, slice) => {
    if (!slice.get('item', p.itemId)) return reject('unknown_item', { item: p.itemId });
    const delivery = slice.get('delivery', warehouse, p.deliveryId);
    if (!delivery) return reject('unknown_document', { delivery: p.deliveryId });
    if (delivery.state === 'RECEIVED' || delivery.state === 'CLOSED') return reject('document_closed', { delivery: p.deliveryId, state: delivery.state });
    const elsewhere = serialConflict(slice, p.itemId, p.serial, ['ON_HAND']) ?? serialTwice([p], warehouse, p.locationId);
    if (elsewhere) return reject('serial_elsewhere', elsewhere);
    const lines = linesFor(slice, warehouse, p.deliveryId, p.itemId);
    const [expected, received] = [sum(lines, 'expected'), sum(lines, 'received')];
    if (expected === 0 && isAnnounced(delivery)) return reject('not_this_document', { delivery: p.deliveryId, item: p.itemId });
    return surplusOf(slice, warehouse, p) > 0 ? reject('over_expected', { expected, received, quantity: p.quantity }) : undefined;
  },
  effects: (book) => {
    const { command, slice, at } = book;
    const { warehouse, payload: p } = command;
    const known = slice.get('delivery', warehouse, p.deliveryId);
    const delivery: Row<'delivery'> = known ?? {
      warehouse_id: warehouse, delivery_id: p.deliveryId, supplier_id: null, purchase_order_id: null, state: 'UNANNOUNCED', expected_at: null, arrived_at: at,
    };
    for (const id of [p.deliveryId, ...(p.purchaseOrderId === undefined ? [] : [p.purchaseOrderId])]) closeAbout(book, id, 'RECEIPT_LATE', 'ARRIVED');
    const surplus = p.hold !== '' || slice.get('location', warehouse, p.locationId)?.pickable ? 0 : surplusOf(slice, warehouse, p);
    const sample = sampleOf(slice, warehouse, delivery, { ...p, quantity: p.quantity - surplus });
    workOn(book, delivery);
    fillLines(book, p.quantity);
    fillPallet(book, p.quantity);
    if (p.lot !== '' && (p.expiresOn !== undefined || !slice.get('lot', p.itemId, p.lot))) {
      book.became('lot', { item_id: p.itemId, lot: p.lot, expires_on: p.expiresOn ?? slice.get('lot', p.itemId, p.lot)?.expires_on ?? null });
    }
    const to = { location: p.locationId, condition: p.condition, hold: p.hold, owner: p.owner };
    const goods = { ...p, type: 'delivery.receive', from: { ...to, location: account.supplier, hold: '' }, document: p.deliveryId };
    if (p.quantity > surplus + sample) carry(book, { ...goods, quantity: p.quantity - surplus - sample, to });
    if (sample > 0) carry(book, { ...goods, quantity: sample, to: { ...to, hold: SAMPLE_HOLD } });
    if (surplus > 0) carry(book, { ...goods, quantity: surplus, to: { ...to, hold: SURPLUS_HOLD } });
    if (sample > 0) askInspector(book, sample);
    trackSerial(book, p.itemId, p.serial, 'ON_HAND', p.locationId);
  },
});

/** Units of a receipt that an inspector looks at first. What is damaged or held anyway has been looked at. */
function sampleOf(slice: Slice, warehouse: string, delivery: Row<'delivery'>, p: { itemId: string; quantity: number; hold: string; condition: string }): number {
  const rule = p.hold !== '' || p.condition === 'D' ? undefined : samplingRule(slice.get('setting', RECEIPT_SAMPLING)?.value, delivery.supplier_id, p.itemId);
  if (rule === undefined) return 0;
  const before = sum(linesFor(slice, warehouse, delivery.delivery_id, p.itemId), 'received');
  return Math.min(p.quantity, sampledOf(rule, before + p.quantity) - sampledOf(rule, before));
}

/** One work item for an item of a delivery gathers what is set aside of it. */
function askInspector(book: Book<'delivery.receive'>, units: number): void {
  const { slice, command: { warehouse, payload: p } } = book;
  const open = openSample(slice, warehouse, p.deliveryId, p.itemId);
  if (open) return book.became('exception', { ...open, quantity: open.quantity + units });
  raise(book, { rule: 'REC-12', kind: 'SAMPLE_WAITS', subject: { kind: 'delivery', id: p.deliveryId }, ownerRole: 'inspector', maxAgeHours: 24, itemId: p.itemId, locationId: p.locationId, quantity: units, did: { type: 'delivery.receive', deliveryId: p.deliveryId, itemId: p.itemId, lot: p.lot, serial: p.serial, locationId: p.locationId, quantity: units } });
}
export const openSample = (slice: Slice, warehouse: string, deliveryId: string, itemId: string): Row<'exception'> | undefined =>
  inOrder(slice.list('exception', { warehouse_id: warehouse, subject_id: deliveryId }), (row) => row.exception_id).find((row) => row.state === 'OPEN' && row.kind === 'SAMPLE_WAITS' && row.item_id === itemId);

/** Somebody is at it, with this station among them: it is not received before this station has finished as well. */
export function workOn(book: Book<'delivery.receive' | 'delivery.take_back' | 'delivery.refuse'>, delivery: Row<'delivery'>): void {
  const { slice, at, command: { warehouse, device } } = book;
  book.became('delivery', { ...delivery, state: delivery.state === 'CLOSED' ? 'CLOSED' : 'RECEIVING', arrived_at: delivery.arrived_at ?? at });
  const station = slice.get('delivery_station', warehouse, delivery.delivery_id, device);
  if (station && station.finished_at === null) return;
  book.became('delivery_station', { warehouse_id: warehouse, delivery_id: delivery.delivery_id, device_id: device, joined_at: station?.joined_at ?? at, finished_at: null });
}

/** Fills the lines of the item in turn as far as each is expected; what remains goes to the last. */
function fillLines(book: Book<'delivery.receive'>, quantity: number): void {
  const { slice, command } = book;
  const { warehouse, payload: p } = command;
  const delivery = slice.get('delivery', warehouse, p.deliveryId);
  const known = linesFor(slice, warehouse, p.deliveryId, p.itemId);
  const lines = known.length > 0 ? known : [unlistedLine(warehouse, p.deliveryId, p.itemId)];
  let left = quantity;
  for (const [index, line] of lines.entries()) {
    const here = index === lines.length - 1 ? left : Math.min(left, Math.max(0, line.expected - line.received));
    left -= here;
    if (here === 0) continue;
    book.became('delivery_line', { ...line, received: line.received + here, damaged: line.damaged + (p.condition === 'D' ? here : 0) });
    const ordered = p.purchaseOrderId === undefined || line.purchase_order_line === null || delivery?.purchase_order_id !== p.purchaseOrderId ? undefined : slice.get('purchase_order_line', warehouse, p.purchaseOrderId, line.purchase_order_line);
    if (ordered) book.became('purchase_order_line', { ...ordered, received: ordered.received + here });
  }
}

interface OnPallet {
  readonly deliveryId: string;
  readonly sscc?: string | undefined;
}
export const palletReads = (warehouse: string, { deliveryId, sscc }: OnPallet) =>
  (sscc === undefined ? [] : document(`delivery:${warehouse}:${deliveryId}`, { table: 'delivery_pallet', where: { warehouse_id: warehouse, delivery_id: deliveryId, sscc } }));
/** So many more, or fewer, of what was announced on the pallet have come with it. */
export function fillPallet(book: Book<'delivery.receive' | 'delivery.take_back'>, quantity: number): void {
  const { slice, command: { warehouse, payload: p } } = book;
  if (p.sscc === undefined) return;
  const lines = inOrder(slice.list('delivery_pallet', { warehouse_id: warehouse, delivery_id: p.deliveryId, sscc: p.sscc }), (row) => keyOf('delivery_pallet', row)).filter((row) => row.item_id === p.itemId && row.lot === p.lot);
  const line = lines.find((row) => (quantity > 0 ? row.received < row.quantity : row.received > 0)) ?? lines.at(-1);
  if (line) book.became('delivery_pallet', { ...line, received: Math.max(0, line.received + quantity) });
}

/** The line of an item that the paper does not have; the same at every station. */
export const unlistedLine = (warehouse: string, deliveryId: string, itemId: string): Row<'delivery_line'> => ({
  warehouse_id: warehouse, delivery_id: deliveryId, line_id: idFrom(deliveryId, 'line', itemId), item_id: itemId, expected: 0, received: 0, damaged: 0, purchase_order_line: null, refused: 0, told: [],
});

function alreadyReceived(slice: Slice, warehouse: string, deliveryId: string) {
  const delivery = slice.get('delivery', warehouse, deliveryId);
  if (!delivery) return reject('unknown_document', { delivery: deliveryId });
  return delivery.state === 'RECEIVED' || delivery.state === 'CLOSED' ? reject('already_done', { delivery: deliveryId, state: delivery.state }) : undefined;
}

/** "This station has finished": the delivery is received once every station that joined says so. */
export const finish = decider('delivery.finish', {
  reads: ({ warehouse, payload: p }) => [...deliveryReads(warehouse, p.deliveryId), about(warehouse, p.deliveryId, `delivery:${warehouse}:${p.deliveryId}`)],
  refuse: ({ warehouse, payload: p }, slice) => alreadyReceived(slice, warehouse, p.deliveryId),
  effects: (book) => {
    const { command, slice, at } = book;
    const { warehouse, payload: p } = command;
    const delivery = slice.get('delivery', warehouse, p.deliveryId);
    if (!delivery) return;
    const mine = slice.get('delivery_station', warehouse, p.deliveryId, command.device);
    book.became('delivery_station', { warehouse_id: warehouse, delivery_id: p.deliveryId, device_id: command.device, joined_at: mine?.joined_at ?? at, finished_at: at });
    if (stillAt(slice, delivery).length === 0) complete(book, delivery, p);
  },
});

/** A supervisor ends it for stations that do not answer; what they send later is received after the close. */
export const finishForAll = decider('delivery.finish_for_all', {
  reads: ({ warehouse, payload: p }) => [...deliveryReads(warehouse, p.deliveryId), about(warehouse, p.deliveryId, `delivery:${warehouse}:${p.deliveryId}`)],
  refuse: ({ warehouse, payload: p }, slice) => alreadyReceived(slice, warehouse, p.deliveryId),
  effects: (book) => {
    const { slice, at, command: { warehouse, payload: p } } = book;
    const delivery = slice.get('delivery', warehouse, p.deliveryId);
    if (!delivery) return;
    const open = stillAt(slice, delivery);
    for (const station of open) book.became('delivery_station', { ...station, finished_at: at });
    complete(book, delivery, { type: 'delivery.finish_for_all', ...p, unfinished: open.map((station) => station.device_id) });
  },
});

const stillAt = (slice: Slice, { warehouse_id, delivery_id }: Row<'delivery'>): readonly Row<'delivery_station'>[] =>
  inOrder(slice.list('delivery_station', { warehouse_id, delivery_id }).filter((station) => station.finished_at === null), (station) => station.device_id);

/** The delivery is received, and what differs from its paper goes to the buyer for the claim. */
function complete(book: Book<'delivery.finish' | 'delivery.finish_for_all'>, delivery: Row<'delivery'>, did: Json): void {
  book.became('delivery', { ...delivery, state: 'RECEIVED' });
  tellDifference(book, delivery, did);
}

/** One work item stands for all that differs, and is told anew while it waits. */
export function tellDifference(book: Book<'delivery.finish' | 'delivery.finish_for_all' | 'delivery.settle_sample'>, delivery: Row<'delivery'>, did: Json): void {
  const where = { warehouse_id: delivery.warehouse_id, delivery_id: delivery.delivery_id };
  const differing = inOrder(book.slice.list('delivery_line', where), (line) => line.line_id).filter((line) => discrepanciesOf(line).length > 0);
  const waiting = inOrder(book.slice.list('exception', { warehouse_id: where.warehouse_id, subject_id: where.delivery_id }), (row) => row.exception_id).find((row) => row.state === 'OPEN' && row.kind === 'DELIVERY_DIFFERS');
  if (differing.length === 0) {
    if (waiting) resolveException(book, waiting, 'ALL_CAME');
    return;
  }
  const lines = differing.slice(0, 50).map((line) => ({ item: line.item_id, expected: line.expected, received: line.received, damaged: line.damaged, refused: line.refused, codes: discrepanciesOf(line) }));
  if (waiting) return book.became('exception', { ...waiting, quantity: differing.length, book: lines });
  raise(book, { rule: 'REC-5', kind: 'DELIVERY_DIFFERS', subject: { kind: 'delivery', id: delivery.delivery_id }, ownerRole: 'buyer', maxAgeHours: 48, quantity: differing.length, did, book: lines });
}

/** The buyer's word about goods beyond the announcement: those still held at the dock are freed, or kept for the supplier. */
export const settleSurplus = decider('delivery.settle_surplus', {
  reads: ({ warehouse, payload: p }) => [...exceptionReads(warehouse, p.exceptionId, p.deliveryId), ...stockAt(warehouse, p.itemId, p.locationId)],
  refuse: ({ warehouse, payload: p }, slice) => {
    const row = slice.get('exception', warehouse, p.exceptionId);
    if (!row) return reject('unknown_document', { exception: p.exceptionId });
    if (row.state !== 'OPEN') return reject('already_done', { by: row.resolved_by ?? '', resolution: row.resolution ?? '' });
    const asked = (row.kind === 'OVER_DELIVERED' || row.kind === 'NOT_ON_DELIVERY') && row.subject_id === p.deliveryId && row.item_id === p.itemId;
    return asked ? undefined : reject('not_this_document', { needed: row.subject_id, item: row.item_id });
  },
  effects: (book) => {
    const { warehouse, payload: p } = book.command;
    const row = book.slice.get('exception', warehouse, p.exceptionId);
    if (row) settle(book, row, p.keep);
  },
});

/** Frees what an exception about a surplus still holds at its dock, or keeps it for the supplier, and closes it. */
export function settle(book: Book<CommandType>, row: Row<'exception'>, keep: boolean): void {
  let left = row.quantity;
  const held = book.slice.list('position', { warehouse_id: row.warehouse_id, item_id: row.item_id, location_id: row.location_id }).filter((each) => each.hold === SURPLUS_HOLD);
  for (const each of inOrder(held, (position) => keyOf('position', position))) {
    const quantity = Math.min(left, each.quantity);
    left -= Math.max(0, quantity);
    const from = { location: each.location_id, condition: each.condition, hold: each.hold, owner: each.owner };
    if (quantity > 0) carry(book, { type: 'delivery.settle_surplus', itemId: each.item_id, lot: each.lot, serial: each.serial, quantity, from, to: { ...from, hold: keep ? '' : CLAIM_HOLD }, document: row.subject_id });
  }
  resolveException(book, row, keep ? 'KEPT' : 'FOR_SUPPLIER');
}
