// What was bought by whoever sends goods back, so that a returned unit counts on the line it was sold on.
import type { LocalRows } from '#db/local/rows.ts';
import type { Row } from '#domain/tables.ts';
import type { BoughtLine, ReturnOrigin } from './contract.ts';

interface Asked {
  readonly rmaId?: string | undefined;
  readonly parcelId?: string | undefined;
  readonly orderId?: string | undefined;
}
const MOST_ORDERS = 20;

export function returnOrigin(rows: Pick<LocalRows, 'find'>, warehouse: string, asked: Asked): ReturnOrigin {
  const parcel = asked.parcelId === undefined ? undefined : rows.find('return_parcel', { warehouse_id: warehouse, parcel_id: asked.parcelId })[0];
  const rmaId = asked.rmaId ?? parcel?.rma_id ?? undefined;
  const rma = rmaId === undefined ? undefined : rows.find('rma', { rma_id: rmaId })[0];
  const announced = rma === undefined ? [] : rows.find('rma_line', { rma_id: rma.rma_id });
  const named = [...announced.map((line) => line.order_id), rma?.order_id, asked.orderId, ...((parcel?.orders ?? []) as readonly string[])].filter((id): id is string => typeof id === 'string');
  const customerId = rma?.customer_id ?? parcel?.customer_id ?? undefined;
  const orders = named.length > 0 || customerId === undefined ? named : ordersOf(rows, customerId);
  const lines = [...new Set(orders)].flatMap((order_id) => rows.find('sales_order_line', { order_id })).map((line) => bought(line, announced));
  const buyer = customerId ?? orders.map((order_id) => rows.find('sales_order', { order_id })[0]?.customer_id).find((id) => typeof id === 'string');
  const customer = buyer === undefined || buyer === null ? undefined : rows.find('customer', { customer_id: buyer })[0];
  return { customer: customer?.name ?? '', lines };
}

/** The last orders of a customer, for a parcel that names nothing else. */
const ordersOf = (rows: Pick<LocalRows, 'find'>, customerId: string): readonly string[] =>
  rows.find('sales_order', { customer_id: customerId }).toSorted((a, b) => b.ordered_at - a.ordered_at).slice(0, MOST_ORDERS).map((row) => row.order_id);

function bought(line: Row<'sales_order_line'>, announced: readonly Row<'rma_line'>[]): BoughtLine {
  const of = announced.filter((each) => each.item_id === line.item_id && (each.order_id ?? line.order_id) === line.order_id && (each.order_line ?? line.line_no) === line.line_no);
  return {
    orderId: line.order_id, orderLine: line.line_no, itemId: line.item_id, bought: line.quantity, shipped: line.shipped, returned: line.returned,
    announced: of.reduce((sum, each) => sum + Math.max(0, each.quantity - each.received), 0), reason: of[0]?.reason ?? '',
  };
}
