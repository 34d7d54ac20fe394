// Where an order of a channel is, as its channel may know it: parts, lines, what keeps it back, parcels.
import type { Row } from '#domain/tables.ts';
import type { Tx } from './open.ts';

interface OrderState {
  readonly channelId: string;
  readonly externalId: string;
  readonly version: number;
  readonly parts: readonly {
    readonly orderId: string; readonly number: string; readonly state: string; readonly shipFrom: string; readonly because: string; readonly promisedAt: number | null; readonly holds: readonly string[];
    readonly lines: readonly { readonly lineNo: number; readonly itemId: string; readonly quantity: number; readonly allocated: number; readonly shipped: number; readonly cancelled: number; readonly returned: number }[];
    readonly parcels: readonly { readonly parcelId: string; readonly carrierId: string; readonly tracking: string; readonly state: string; readonly shippedAt: number | null }[];
  }[];
}

export async function orderStateOf(tx: Tx, channelId: string, externalId: string): Promise<OrderState | undefined> {
  const [told] = await tx<{ version: number; order_ids: string[] }[]>`select version, order_ids from order_intake where channel_id = ${channelId} and external_id = ${externalId} and outcome <> 'failed' order by version desc limit 1`;
  if (!told) return undefined;
  const ids = told.order_ids;
  const [orders, lines, holds, parcels] = await Promise.all([
    tx<Row<'sales_order'>[]>`select * from sales_order where order_id = any(${ids}::text[])`,
    tx<Row<'sales_order_line'>[]>`select * from sales_order_line where order_id = any(${ids}::text[]) order by order_id, line_no`,
    tx<{ order_id: string; kind: string }[]>`select order_id, kind from order_hold where order_id = any(${ids}::text[]) and state = 'PLACED' order by kind`,
    tx<Row<'parcel'>[]>`select p.* from parcel p join fulfilment f using (warehouse_id, fulfilment_id) where p.warehouse_id in (select warehouse_id from warehouse) and f.order_id = any(${ids}::text[]) and p.state <> 'VOIDED' order by p.packed_at`,
  ]);
  return {
    channelId, externalId, version: told.version,
    parts: ids.flatMap((id) => orders.filter((order) => order.order_id === id)).map((order) => ({
      orderId: order.order_id, number: order.channel_number, state: order.state, shipFrom: order.ship_from, because: order.sourced, promisedAt: order.promised_at, holds: holds.filter((hold) => hold.order_id === order.order_id).map((hold) => hold.kind),
      lines: lines.filter((line) => line.order_id === order.order_id).map(({ line_no, item_id, quantity, allocated, shipped, cancelled, returned }) => ({ lineNo: line_no, itemId: item_id, quantity, allocated, shipped, cancelled, returned })),
      parcels: parcels.filter((parcel) => parcel.order_id === order.order_id).map(({ parcel_id, carrier_id, tracking, state, shipped_at }) => ({ parcelId: parcel_id, carrierId: carrier_id, tracking, state, shippedAt: shipped_at })),
    })),
  };
}
