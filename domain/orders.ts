// Sales orders at the server: taken in once per channel number, kept back by typed holds, and promised stock from the
// shelves by expiry and walk.
import type { Book } from './book.ts';
import type { CommandType } from './commands.ts';
import { whereBinHoldsMeet } from './held-goods.ts';
import { decider } from './decider.ts';
import { lineAmount } from './money.ts';
import { mayLift, orderHoldReads, placedHold, toldIn } from './order-holds.ts';
import { account } from './positions.ts';
import { item, order, setting, stockLock } from './reads.ts';
import { elsewhereOf } from './refunding/paid.ts';
import { reject } from './rejections.ts';
import { compareText, type Read, type Slice } from './slice.ts';
import { keepsUntil, readSourcing, SOURCING } from './sourcing/policy.ts';
import type { Row } from './tables.ts';

export const takeIn = decider('order.take_in', {
  reads: ({ payload: p }) => [
    ...order(p.orderId),
    { table: 'sales_order', where: { channel_id: p.channelId, channel_number: p.channelNumber }, lock: `order-number:${p.channelId}:${p.channelNumber}` },
    { table: 'warehouse', where: { warehouse_id: p.shipFrom } },
    { table: 'refund', where: { order_id: p.orderId } },
    ...p.lines.map((line) => item(line.itemId)), ...(p.holds.length > 0 ? [orderHoldReads] : []),
  ],
  refuse: ({ payload: p }, slice) => {
    const [known] = slice.list('sales_order', { channel_id: p.channelId, channel_number: p.channelNumber });
    if (known ?? slice.get('sales_order', p.orderId)) return reject('already_done', { order: known?.order_id ?? p.orderId });
    if (!slice.get('warehouse', p.shipFrom)) return reject('unknown_location', { warehouse: p.shipFrom });
    const unknown = p.lines.find((line) => !slice.get('item', line.itemId));
    return unknown ? reject('unknown_item', { item: unknown.itemId, line: unknown.lineNo }) : undefined;
  },
  effects: (book) => {
    const { command, at } = book;
    const p = command.payload;
    book.became('sales_order', {
      order_id: p.orderId, channel_id: p.channelId, channel_number: p.channelNumber, customer_id: p.customerId ?? null, state: p.holds.length > 0 ? 'ON_HOLD' : 'RELEASED', ship_from: p.shipFrom,
      ordered_at: p.orderedAt, promised_at: p.promisedAt ?? null, priority: p.priority, currency: p.currency, cancel_reason: null, taken_in_at: at,
      version: p.version ?? 1, sourced: p.sourced ?? '', part_of: p.partOf ?? '',
    });
    for (const line of p.lines) {
      book.became('sales_order_line', {
        order_id: p.orderId, line_no: line.lineNo, item_id: line.itemId, quantity: line.quantity, unit_price: line.unitPrice, allocated: 0, shipped: 0, cancelled: 0, returned: 0, backordered: false,
      });
    }
    for (const { lineNo, goods, tax = 0, shipping = 0, quantity, unitPrice } of p.lines) {
      if (goods === undefined && tax === 0 && shipping === 0) continue;
      book.became('paid_line', { order_id: p.orderId, line_no: lineNo, currency: p.currency, goods: goods ?? lineAmount(quantity, unitPrice), tax, shipping, refunded: 0, refunded_units: 0, elsewhere: elsewhereOf(book.slice, p.orderId, lineNo) });
    }
    for (const kind of p.holds) book.became('order_hold', placedHold(book, p.orderId, kind, p.holdNotes?.[kind] ?? ''));
  },
});

export const releaseOrderHold = decider('order.release_hold', {
  reads: ({ payload: p, person }) => [...order(p.orderId), orderHoldReads, { table: 'person', where: { person_id: person } }],
  refuse: ({ payload: p, person }, slice) => {
    const hold = slice.get('order_hold', p.orderId, p.holdId);
    if (!hold) return reject('unknown_document', { order: p.orderId, hold: p.holdId });
    if (hold.state !== 'PLACED') return reject('already_done', { by: hold.released_by ?? '' });
    const roles = slice.get('person', person)?.roles as readonly string[] | undefined;
    return roles === undefined || mayLift(roles, hold.kind, toldIn(slice)) ? undefined : reject('not_your_decision', { hold: hold.kind });
  },
  effects: (book) => {
    const { slice, command, at } = book;
    const p = command.payload;
    const hold = slice.get('order_hold', p.orderId, p.holdId);
    if (hold) book.became('order_hold', { ...hold, state: 'RELEASED', released_by: command.person, released_at: at });
    const salesOrder = slice.get('sales_order', p.orderId);
    const open = slice.list('order_hold', { order_id: p.orderId }).some((each) => each.state === 'PLACED');
    if (salesOrder?.state !== 'ON_HOLD' || open) return;
    book.became('sales_order', { ...salesOrder, state: orderState({ ...salesOrder, state: 'RELEASED' }, slice.list('sales_order_line', { order_id: p.orderId })) });
  },
});

export const allocate = decider('order.allocate', {
  reads: ({ warehouse, payload: p }) => [
    ...order(p.orderId),
    { table: 'location', where: { warehouse_id: warehouse } },
    whereBinHoldsMeet(warehouse), setting(SOURCING),
    ...p.itemIds.flatMap((itemId): Read[] => [
      { table: 'position', where: { warehouse_id: warehouse, item_id: itemId }, lock: stockLock(warehouse, itemId) },
      { table: 'pick_task', where: { warehouse_id: warehouse, item_id: itemId, open: true } },
      { table: 'lot', where: { item_id: itemId } },
    ]),
  ],
  refuse: ({ payload: p }, slice) => {
    const salesOrder = slice.get('sales_order', p.orderId);
    if (!salesOrder) return reject('unknown_document', { order: p.orderId });
    if (['CANCELLED', 'CANCEL_REQUESTED', 'SHIPPED', 'CLOSED'].includes(salesOrder.state)) return reject('order_cancelled', { state: salesOrder.state });
    if (salesOrder.state === 'ON_HOLD') return reject('not_open', { state: salesOrder.state });
    return needOf(slice, p).length > 0 ? undefined : reject('nothing_to_do', { order: p.orderId });
  },
  effects: (book) => {
    const { command, slice, at } = book;
    const { orderId } = command.payload;
    const salesOrder = slice.get('sales_order', orderId);
    if (!salesOrder) return;
    const fulfilmentId = book.id('fulfilment');
    const until = keepsUntil(readSourcing(slice.get('setting', SOURCING)?.value).policy, salesOrder.channel_id, at);
    let promised = 0;
    for (const line of needOf(slice, command.payload)) promised += allocateLine(book, line, fulfilmentId, until);
    if (promised > 0) {
      book.became('fulfilment', {
        warehouse_id: command.warehouse, fulfilment_id: fulfilmentId, order_id: orderId, state: 'OPEN', carrier_id: 'STANDARD', priority: salesOrder.priority, promised_at: salesOrder.promised_at, dealt_to: null, dealt_at: null, created_at: at,
      });
    }
    setOrderState(book, orderId);
  },
});

const openQuantity = (line: Row<'sales_order_line'>): number => line.quantity - line.cancelled - line.allocated;
/** Lines that still want goods, of the items whose stock the command asked to see. */
const needOf = (slice: Slice, p: { readonly orderId: string; readonly itemIds: readonly string[] }): readonly Row<'sales_order_line'>[] =>
  slice.list('sales_order_line', { order_id: p.orderId }).filter((line) => openQuantity(line) > 0 && p.itemIds.includes(line.item_id)).toSorted((a, b) => a.line_no - b.line_no);

/** Promises what is free in the bins, earliest expiry first, then in walking order; answers how many units. */
function allocateLine(book: Book<'order.allocate'>, line: Row<'sales_order_line'>, fulfilmentId: string, until: string): number {
  const { command, slice } = book;
  let missing = openQuantity(line);
  for (const bin of freeStock(slice, command.warehouse, line.item_id, until)) {
    if (missing === 0) break;
    const quantity = Math.min(bin.free, missing);
    missing -= quantity;
    book.became('pick_task', {
      warehouse_id: command.warehouse, task_id: book.id('pick', `${line.line_no}:${bin.locationId}:${bin.lot}`), fulfilment_id: fulfilmentId, order_id: line.order_id, order_line: line.line_no, item_id: line.item_id,
      location_id: bin.locationId, lot: bin.lot, quantity, picked: 0, packed: 0, short: 0, state: 'OPEN', open: true, tote: '', sequence: bin.sequence, picked_by: null,
    });
  }
  const promised = openQuantity(line) - missing;
  if (promised > 0 || line.backordered !== missing > 0) book.became('sales_order_line', { ...line, allocated: line.allocated + promised, backordered: missing > 0 });
  return promised;
}

interface FreeBin {
  readonly locationId: string;
  readonly lot: string;
  readonly free: number;
  readonly sequence: number;
}

/** Sellable stock in bins and at staging that no open pick has been promised; a bin with suspense of the item and lot gives nothing new, nor does a lot that expired before `today` (an ISO date). With `only`, what is free in that place. */
export function freeStock(slice: Slice, warehouse: string, itemId: string, today = '', only?: string): readonly FreeBin[] {
  const positions = slice.list('position', { warehouse_id: warehouse, item_id: itemId });
  const promised = new Map<string, number>();
  for (const task of slice.list('pick_task', { warehouse_id: warehouse, item_id: itemId, open: true })) {
    const key = `${task.location_id}\u001f${task.lot}`;
    promised.set(key, (promised.get(key) ?? 0) + task.quantity - task.picked - task.short);
  }
  const inSuspense = new Set(positions.filter((row) => row.quantity !== 0).map((row) => `${row.location_id}\u001f${row.lot}`));
  const bins = new Map<string, FreeBin>();
  for (const row of positions) {
    if (only !== undefined && row.location_id !== only) continue;
    const place = slice.get('location', warehouse, row.location_id);
    if (!(place?.pickable || place?.kind === 'stage') || row.condition !== 'N' || row.hold !== '' || row.owner !== '' || row.quantity <= 0) continue;
    if (inSuspense.has(`${account.suspense(row.location_id)}\u001f${row.lot}`)) continue;
    const key = `${row.location_id}\u001f${row.lot}`;
    const free = (bins.get(key)?.free ?? -(promised.get(key) ?? 0)) + row.quantity;
    bins.set(key, { locationId: row.location_id, lot: row.lot, free, sequence: place.sequence });
  }
  const expiry = (bin: FreeBin) => slice.get('lot', itemId, bin.lot)?.expires_on ?? '9999';
  return [...bins.values()]
    .filter((bin) => bin.free > 0 && expiry(bin) >= today)
    .toSorted((a, b) => compareText(expiry(a), expiry(b)) || a.sequence - b.sequence || compareText(a.locationId, b.locationId) || compareText(a.lot, b.lot));
}

/** The header state follows from the lines and is never typed in. */
export function setOrderState(book: Book<CommandType>, orderId: string): void {
  const salesOrder = book.slice.get('sales_order', orderId);
  if (!salesOrder) return;
  const state = orderState(salesOrder, book.slice.list('sales_order_line', { order_id: orderId }));
  if (state !== salesOrder.state) book.became('sales_order', { ...salesOrder, state });
}

export function orderState(salesOrder: Row<'sales_order'>, lines: readonly Row<'sales_order_line'>[]): string {
  const sum = (of: (line: Row<'sales_order_line'>) => number) => lines.reduce((total, line) => total + of(line), 0);
  const wanted = sum((line) => line.quantity - line.cancelled);
  const shipped = sum((line) => line.shipped);
  if (wanted === 0) return 'CANCELLED';
  if (shipped >= wanted) return 'SHIPPED';
  if (salesOrder.state === 'CANCEL_REQUESTED' || salesOrder.state === 'ON_HOLD') return salesOrder.state;
  if (shipped > 0) return 'PARTIALLY_SHIPPED';
  const allocated = sum((line) => line.allocated);
  if (allocated >= wanted) return 'ALLOCATED';
  if (allocated > 0) return 'PARTIALLY_ALLOCATED';
  return lines.some((line) => line.backordered) ? 'BACKORDERED' : 'RELEASED';
}

/** Takes a promise back; what has left the house stays promised. */
export const unpromised = (line: Row<'sales_order_line'>, units: number): Row<'sales_order_line'> => ({ ...line, allocated: Math.max(line.shipped, line.allocated - units) });
