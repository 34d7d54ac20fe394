// Money for what came back, as this replica knows it: the decisions with what was paid for their lines, and what a unit's
// grade and disposition would mean for the money, judged on the spot by the function that the server decides with.
import { consider } from '#domain/refunding/consider.ts';
import { leftOf, paidOf, paidReads, paidTotal } from '#domain/refunding/paid.ts';
import { REFUND_POLICY } from '#domain/refunding/policy.ts';
import { payoutOf } from '#domain/refunding/refunds.ts';
import { createSlice } from '#domain/slice.ts';
import type { Row } from '#domain/tables.ts';
import type { LocalRows } from '#db/local/rows.ts';
import type { RefundCard, RefundForecast } from './contract.ts';

const DONE = ['SETTLED', 'EXCHANGED', 'NOTHING_DUE', 'DENIED'];
const MOST_DONE = 200;

/** What needs somebody first, then what waits, then what is over, newest first. */
export function refundCards(rows: LocalRows, warehouse_id: string): readonly RefundCard[] {
  const all = rows.find('refund', { warehouse_id }).toSorted((a, b) => b.decided_at - a.decided_at);
  const rank = (row: Row<'refund'>): number => ['REVIEW', 'FAILED', 'PENDING_APPROVAL', 'REQUESTED', 'GATED'].indexOf(row.state);
  const open = all.filter((row) => !DONE.includes(row.state)).toSorted((a, b) => rank(a) - rank(b) || a.decided_at - b.decided_at);
  return [...open, ...all.filter((row) => DONE.includes(row.state)).slice(0, MOST_DONE)].map((row) => cardOf(rows, row));
}

function cardOf(rows: LocalRows, row: Row<'refund'>): RefundCard {
  const slice = createSlice();
  if (row.order_id !== null) rows.load(paidReads(row.order_id), slice);
  const paid = row.order_id === null || row.order_line === null ? undefined : paidOf(slice, row.order_id, row.order_line);
  const customer = row.customer_id === null ? undefined : rows.find('customer', { customer_id: row.customer_id })[0];
  const exchanged = row.exchange_order_id === null ? undefined : rows.find('sales_order', { order_id: row.exchange_order_id })[0];
  const line = row.order_id === null || row.order_line === null ? undefined : slice.get('sales_order_line', row.order_id, row.order_line);
  return {
    refund: row, customer: customer?.name ?? '', orderNumber: row.order_id === null ? '' : (slice.get('sales_order', row.order_id)?.channel_number ?? row.order_id), exchangeNumber: exchanged?.channel_number ?? '', payout: payoutOf(row),
    unitPrice: line?.unit_price ?? 0, paid: paid ? paidTotal(paid) : null, refunded: paid?.refunded ?? 0, elsewhere: paid?.elsewhere ?? 0, left: paid ? leftOf(paid) : 0,
  };
}

interface Asked {
  readonly unitId: string;
  readonly grade?: string | undefined;
  readonly attribution?: string | undefined;
  readonly disposition?: string | undefined;
}
/** Undefined grade or disposition: as the unit has it. Null where the unit is not here. */
export function refundForecast(rows: LocalRows, warehouse_id: string, now: number, { unitId, grade = '', attribution = '', disposition = '' }: Asked): RefundForecast | null {
  const unit = rows.find('return_unit', { warehouse_id, unit_id: unitId })[0];
  if (!unit) return null;
  const decided = rows.find('refund', { warehouse_id, unit_id: unitId }).find((row) => row.kind !== 'SUPPLEMENT');
  if (decided && !['GATED', 'PENDING_APPROVAL'].includes(decided.state)) return { state: decided.state, reasons: decided.reasons as readonly string[], refusal: decided.refusal, amount: decided.amount, currency: decided.currency, decided: true };
  const parcel = rows.find('return_parcel', { warehouse_id, parcel_id: unit.parcel_id })[0];
  const slice = createSlice();
  rows.load([{ table: 'setting', where: { key: REFUND_POLICY } }, ...(unit.order_id === null ? [] : paidReads(unit.order_id)), ...(parcel?.rma_id ? [{ table: 'rma' as const, where: { rma_id: parcel.rma_id } }] : [])], slice);
  const customerId = parcel?.customer_id ?? (unit.order_id === null ? null : slice.get('sales_order', unit.order_id)?.customer_id ?? null);
  if (customerId !== null) rows.load([{ table: 'refund', where: { customer_id: customerId } }], slice);
  const as = { ...unit, ...(grade === '' ? {} : { grade, state: disposition === '' ? 'GRADED' : 'EXECUTED' }), ...(attribution === '' ? {} : { attribution }), ...(disposition === '' ? {} : { disposition }) };
  const { state, reasons, refusal, amount, currency } = consider(slice, as, { customerId, rmaId: parcel?.rma_id ?? null }, now);
  return { state, reasons, refusal, amount, currency, decided: false };
}

/** By our own id, else by the number of any channel. */
export function orderLine(rows: LocalRows, number: string, item_id: string): { readonly orderId: string; readonly orderLine: number; readonly unitPrice: number } | null {
  const orders = [...rows.find('sales_order', { order_id: number }), ...rows.find('channel', {}).flatMap(({ channel_id }) => rows.find('sales_order', { channel_id, channel_number: number }))];
  const lines = orders.flatMap(({ order_id }) => rows.find('sales_order_line', { order_id })).filter((line) => line.item_id === item_id || rows.find('substitution', { order_id: line.order_id, line_no: line.line_no }).some((each) => each.item_id === item_id));
  const line = lines.find((each) => each.shipped > 0) ?? lines[0];
  return line ? { orderId: line.order_id, orderLine: line.line_no, unitPrice: line.unit_price } : null;
}
