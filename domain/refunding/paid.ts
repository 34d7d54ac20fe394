// What was paid for an order line and how much of that has gone back, whoever paid it out. The row is made with the
// first refund, or with the order where that tells of a discount, tax or shipping; until then it follows from the line.
import { lineAmount, shareOf } from '#domain/money.ts';
import { document, order } from '#domain/reads.ts';
import type { Read, Slice } from '#domain/slice.ts';
import type { Row } from '#domain/tables.ts';

export const paidReads = (orderId: string): readonly Read[] => [
  ...order(orderId),
  ...document(`order:${orderId}`, { table: 'paid_line', where: { order_id: orderId } }, { table: 'refund', where: { order_id: orderId } }),
];

/** Undefined where nobody knows the line. */
export function paidOf(slice: Slice, orderId: string, lineNo: number): Row<'paid_line'> | undefined {
  const row = slice.get('paid_line', orderId, lineNo);
  if (row) return row;
  const [salesOrder, line] = [slice.get('sales_order', orderId), slice.get('sales_order_line', orderId, lineNo)];
  return salesOrder && line && { order_id: orderId, line_no: lineNo, currency: salesOrder.currency, goods: lineAmount(line.quantity, line.unit_price), tax: 0, shipping: 0, refunded: 0, refunded_units: 0, elsewhere: elsewhereOf(slice, orderId, lineNo) };
}

/** Read in before the order was: a channel may tell of the money first. */
export const elsewhereOf = (slice: Slice, orderId: string, lineNo: number): number =>
  slice.list('refund', { order_id: orderId }).reduce((sum, row) => (row.kind === 'ELSEWHERE' && row.order_line === lineNo ? sum + row.amount : sum), 0);

export const paidTotal = (paid: Row<'paid_line'>): number => paid.goods + paid.tax + paid.shipping;
/** What may still go back for this line; never below zero, also where more went back elsewhere than was paid. */
export const leftOf = (paid: Row<'paid_line'>): number => Math.max(0, paidTotal(paid) - paid.refunded - paid.elsewhere);

/** Decisions that hold their units and amount of the order line. Also those about nothing: the share of one unit may round to nothing, and the next one's must not. */
const holding = ['PENDING_APPROVAL', 'REQUESTED', 'SETTLED', 'FAILED', 'EXCHANGED', 'NOTHING_DUE'];
export const isHolding = (row: Row<'refund'>): boolean => holding.includes(row.state) && row.kind !== 'ELSEWHERE';

export interface Parts {
  readonly goods: number;
  readonly tax: number;
  readonly shipping: number;
}
/** What was paid for the next `units` of a line of `all`, of which `refunded_units` went back before. */
export const partsFor = (paid: Row<'paid_line'>, units: number, all: number): Parts => ({
  goods: shareOf(paid.goods, paid.refunded_units, units, all), tax: shareOf(paid.tax, paid.refunded_units, units, all), shipping: shareOf(paid.shipping, paid.refunded_units, units, all),
});
