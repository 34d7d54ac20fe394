// An order that its channel changed. What nobody has in hand becomes what is wanted now, with what was promised to it; where
// a station has the work or goods are in hand the order is kept back, and a person decides.
import type { Book } from './book.ts';
import type { CommandOf, CommandType } from './commands.ts';
import { decider } from './decider.ts';
import { lineAmount } from './money.ts';
import { orderHoldReads, placedHold } from './order-holds.ts';
import { setOrderState, unpromised } from './orders.ts';
import { setFulfilmentState } from './picking.ts';
import { paidTotal } from './refunding/paid.ts';
import { fulfilment, item } from './reads.ts';
import { paidReads } from './refunding/paid.ts';
import { reject } from './rejections.ts';
import { compareText, type Slice } from './slice.ts';
import type { Row } from './tables.ts';

type Change = CommandOf<'order.change'>;
type Line = Row<'sales_order_line'>;

const OVER = ['CANCELLED', 'CANCEL_REQUESTED', 'SHIPPED', 'CLOSED'];

export const changeOrder = decider('order.change', {
  reads: ({ warehouse, payload: p }) => [
    ...paidReads(p.orderId), orderHoldReads,
    { table: 'fulfilment', where: { warehouse_id: warehouse, order_id: p.orderId }, lock: `order-work:${p.orderId}` },
    ...p.fulfilmentIds.flatMap((id) => fulfilment(warehouse, id)), ...p.lines.map((line) => item(line.itemId)),
  ],
  refuse: ({ warehouse, payload: p }, slice) => {
    const salesOrder = slice.get('sales_order', p.orderId);
    if (!salesOrder) return reject('unknown_document', { order: p.orderId });
    if (salesOrder.version >= p.version) return reject('already_done', { order: p.orderId, version: salesOrder.version });
    if (OVER.includes(salesOrder.state)) return reject('document_closed', { state: salesOrder.state });
    const works = worksOf(slice, warehouse, p.orderId);
    if (salesOrder.ship_from !== warehouse || works.some((work) => !p.fulfilmentIds.includes(work.fulfilment_id))) return reject('view_changed', { warehouse: salesOrder.ship_from, state: salesOrder.state });
    const unknown = p.lines.find((line) => !slice.get('item', line.itemId));
    if (unknown) return reject('unknown_item', { item: unknown.itemId, line: unknown.lineNo });
    const other = p.lines.find((line) => (slice.get('sales_order_line', p.orderId, line.lineNo)?.item_id ?? line.itemId) !== line.itemId);
    if (other) return reject('not_this_document', { line: other.lineNo, item: other.itemId });
    return isInHand(slice, warehouse, p) ? reject('not_open', { state: salesOrder.state }) : undefined;
  },
  effects: (book) => {
    const { slice, command } = book;
    const { warehouse, payload: p } = command;
    const salesOrder = slice.get('sales_order', p.orderId);
    if (!salesOrder) return;
    if (isInHand(slice, warehouse, p)) {
      book.became('order_hold', placedHold(book, p.orderId, 'CUSTOMER', 'The channel changed the order while it was worked on'));
      book.became('sales_order', { ...salesOrder, version: p.version, state: 'ON_HOLD' });
      return;
    }
    book.became('sales_order', { ...salesOrder, version: p.version, promised_at: p.promisedAt ?? salesOrder.promised_at, priority: p.priority ?? salesOrder.priority });
    for (const line of slice.list('sales_order_line', { order_id: p.orderId }).toSorted(byNumber)) want(book, line, p.lines.find((each) => each.lineNo === line.line_no)?.quantity ?? 0);
    for (const line of p.lines) {
      if (!slice.get('sales_order_line', p.orderId, line.lineNo)) {
        book.became('sales_order_line', { order_id: p.orderId, line_no: line.lineNo, item_id: line.itemId, quantity: line.quantity, unit_price: line.unitPrice, allocated: 0, shipped: 0, cancelled: 0, returned: 0, backordered: false });
      }
      pay(book, salesOrder, line);
    }
    setOrderState(book, p.orderId);
  },
});

const byNumber = (a: Line, b: Line): number => a.line_no - b.line_no;
const worksOf = (slice: Slice, warehouse: string, orderId: string): readonly Row<'fulfilment'>[] =>
  slice.list('fulfilment', { warehouse_id: warehouse, order_id: orderId }).filter((work) => work.state !== 'SHIPPED' && work.state !== 'CANCELLED');

/** Whether a station has its work, or something of it was picked or left already. */
function isInHand(slice: Slice, warehouse: string, p: Change['payload']): boolean {
  return slice.list('sales_order_line', { order_id: p.orderId }).some((line) => line.shipped > 0)
    || worksOf(slice, warehouse, p.orderId).some((work) => work.dealt_to !== null || work.state !== 'OPEN' || slice.list('pick_task', { warehouse_id: warehouse, fulfilment_id: work.fulfilment_id }).some((task) => task.picked > 0 || task.short > 0));
}

/**
 * What is wanted now is what was ordered, so that what was paid for the line and its units belong together; a line that is
 * wanted no more stays with what it was, cancelled and paid for by nobody. Of what was promised beyond it work lets go, the
 * furthest bin first.
 */
function want(book: Book<'order.change'>, line: Line, wanted: number): void {
  const isGone = wanted === 0;
  book.became('sales_order_line', { ...line, quantity: isGone ? line.quantity : wanted, cancelled: isGone ? line.quantity : 0, backordered: line.backordered && wanted > line.allocated });
  const paid = isGone ? book.slice.get('paid_line', line.order_id, line.line_no) : undefined;
  if (paid) book.became('paid_line', asReturned({ ...paid, goods: 0, tax: 0, shipping: 0 }));
  let over = line.allocated - wanted;
  const { slice, command: { warehouse, payload: { orderId } } } = book;
  const tasks = worksOf(slice, warehouse, orderId).flatMap((work) => slice.list('pick_task', { warehouse_id: warehouse, fulfilment_id: work.fulfilment_id })).filter((task) => task.order_line === line.line_no && task.open);
  for (const task of tasks.toSorted((a, b) => b.sequence - a.sequence || compareText(b.task_id, a.task_id))) {
    const units = Math.max(0, Math.min(over, task.quantity));
    if (units === 0) break;
    over -= units;
    const open = task.quantity > units;
    book.became('pick_task', { ...task, quantity: task.quantity - units, open, state: open ? task.state : 'CANCELLED' });
    const now = slice.get('sales_order_line', orderId, line.line_no);
    if (now) book.became('sales_order_line', unpromised(now, units));
    setFulfilmentState(book as Book<CommandType>, task.fulfilment_id);
  }
}

/** A channel pays back what it takes out of an order: what went back was paid, also where the channel names it no more. */
const asReturned = (paid: Row<'paid_line'>): Row<'paid_line'> => ({ ...paid, goods: paid.goods + Math.max(0, paid.refunded + paid.elsewhere - paidTotal(paid)) });

/** What was paid for a line is what the channel says now; what went back already stays. */
function pay(book: Book<'order.change'>, salesOrder: Row<'sales_order'>, line: Change['payload']['lines'][number]): void {
  const before = book.slice.get('paid_line', salesOrder.order_id, line.lineNo);
  if (!before && line.goods === undefined && line.tax === undefined && line.shipping === undefined) return;
  book.became('paid_line', asReturned({
    ...(before ?? { order_id: salesOrder.order_id, line_no: line.lineNo, currency: salesOrder.currency, refunded: 0, refunded_units: 0, elsewhere: 0 }),
    goods: line.goods ?? lineAmount(line.quantity, line.unitPrice), tax: line.tax ?? before?.tax ?? 0, shipping: line.shipping ?? before?.shipping ?? 0,
  }));
}
