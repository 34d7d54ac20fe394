// Which orders something that comes back may be of: by what a carrier, an announcement, an order, an item or a serial number
// says. Answered from this station's own copies of what was sold, so that it works without a network.
import type { LocalRows } from '#db/local/rows.ts';
import type { Row } from '#domain/tables.ts';
import type { PossibleOrder } from './contract.ts';

type Rows = Pick<LocalRows, 'find'>;
export interface Sought {
  /** As scanned: a tracking number, an announcement, an order by our number or the channel's, a serial number. */
  readonly text?: string | undefined;
  readonly itemId?: string | undefined;
  readonly serial?: string | undefined;
}
/** So many can be looked through by eye; and no more lines of one item are read than a station does at once. */
const MOST = 9;
const MOST_LINES = 5000;

/** The likeliest first: what names one order, then whose goods are out there still, the newest before. */
export function possibleOrders(rows: Rows, warehouse: string, { text = '', itemId, serial = '' }: Sought): readonly PossibleOrder[] {
  const found = new Map<string, PossibleOrder['by']>();
  const add = (orderId: string | null | undefined, by: PossibleOrder['by']): void => {
    if (typeof orderId === 'string' && orderId !== '' && !found.has(orderId)) found.set(orderId, by);
  };
  const words = text.trim().slice(0, 128);
  if (words !== '') {
    for (const form of new Set([words, words.toUpperCase(), words.replaceAll(' ', '')])) {
      for (const row of rows.find('parcel', { warehouse_id: warehouse, tracking: form })) add(row.order_id, 'tracking');
      for (const row of rows.find('parcel', { warehouse_id: warehouse, parcel_id: form })) add(row.order_id, 'tracking');
      for (const row of rows.find('rma', { rma_id: form })) for (const id of [row.order_id, ...rows.find('rma_line', { rma_id: row.rma_id }).map((line) => line.order_id)]) add(id, 'announcement');
      for (const row of rows.find('sales_order', { order_id: form })) add(row.order_id, 'order');
      for (const { channel_id } of rows.find('channel', {})) for (const row of rows.find('sales_order', { channel_id, channel_number: form })) add(row.order_id, 'order');
    }
  }
  if (itemId !== undefined && serial !== '') for (const row of rows.find('serial', { item_id: itemId, serial })) add(row.order_id, 'serial');
  const named = [...found].map(([orderId, by]) => describe(rows, orderId, by)).filter((each) => each !== undefined);
  if (named.length > 0 || itemId === undefined) return named.slice(0, MOST);
  const sold = rows.find('sales_order_line', { item_id: itemId }).filter((line) => line.shipped > line.returned).slice(-MOST_LINES);
  return [...new Set(sold.map((line) => line.order_id))].map((orderId) => describe(rows, orderId, 'item')).filter((each) => each !== undefined).toSorted((a, b) => b.orderedAt - a.orderedAt).slice(0, MOST);
}

function describe(rows: Rows, order_id: string, by: PossibleOrder['by']): PossibleOrder | undefined {
  const order = rows.find('sales_order', { order_id })[0];
  if (!order) return undefined;
  const customer = order.customer_id === null ? undefined : rows.find('customer', { customer_id: order.customer_id })[0];
  const lines: readonly Row<'sales_order_line'>[] = rows.find('sales_order_line', { order_id });
  return {
    orderId: order_id, number: order.channel_number, customer: customer?.name ?? '', orderedAt: order.ordered_at, by,
    out: lines.reduce((sum, line) => sum + Math.max(0, line.shipped - line.returned), 0), itemIds: lines.filter((line) => line.shipped > 0).map((line) => line.item_id),
  };
}
