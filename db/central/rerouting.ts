// Orders that wait for stock and could ship whole from where it has just arrived.
import { keepsUntil, readSourcing, safetyOf, serving, SOURCING } from '#domain/sourcing/policy.ts';
import { freeIn, nothingIn } from '#domain/sourcing/promise.ts';
import { sourceOrder } from '#domain/sourcing/source.ts';
import type { Json, Row } from '#domain/tables.ts';
import type { Tx } from './open.ts';
import { suppliesOf } from './supplies.ts';

export interface Rerouted {
  readonly orderId: string;
  readonly shipFrom: string;
  readonly to: string;
  readonly because: string;
}
const MOST = 100;

/** By priority and age; each is given what those before it have left. */
export async function ordersToReroute(tx: Tx, arrivals: readonly { readonly warehouse: string; readonly itemId: string }[], now: number): Promise<readonly Rerouted[]> {
  const [told] = await tx<{ value: Json }[]>`select value from setting where key = ${SOURCING}`;
  const { policy } = readSourcing(told?.value);
  // Nobody ships for a channel from several warehouses: most companies most of the time.
  if (!Object.values(policy.channels).some((channel) => (channel.warehouses?.length ?? 0) > 1)) return [];
  const orders = await tx<Pick<Row<'sales_order'>, 'order_id' | 'channel_id' | 'ship_from'>[]>`
    select o.order_id, o.channel_id, o.ship_from from sales_order o
    where o.state = 'BACKORDERED' and o.part_of = '' and exists (select from sales_order_line l where l.order_id = o.order_id and l.backordered and l.item_id = any(${arrivals.map((each) => each.itemId)}::text[]))
      and not exists (select from sales_order_line l where l.order_id = o.order_id and (l.allocated > 0 or l.shipped > 0))
    order by o.priority desc, o.ordered_at, o.order_id limit ${MOST}`;
  if (orders.length === 0) return [];
  const [channels, warehouses, lines] = await Promise.all([
    tx<Row<'channel'>[]>`select channel_id, name, kind, ship_from from channel`, tx<Row<'warehouse'>[]>`select warehouse_id, name, country from warehouse order by warehouse_id`,
    tx<{ order_id: string; line_no: number; item_id: string; wanted: number }[]>`select order_id, line_no, item_id, (quantity - cancelled)::int as wanted from sales_order_line where order_id = any(${orders.map((order) => order.order_id)}::text[]) and quantity > cancelled order by order_id, line_no`,
  ]);
  // By the strictest of the channels: what it may not have now it may get another day.
  const until = orders.map((order) => keepsUntil(policy, order.channel_id, now)).toSorted().at(-1)!;
  const supplies = await suppliesOf(tx, lines.map((line) => line.item_id), until);
  const given = new Map<string, number>();
  const free = (warehouse: string, itemId: string): number =>
    freeIn(supplies.find((each) => each.warehouse === warehouse && each.itemId === itemId) ?? nothingIn(warehouse, itemId), safetyOf(policy, warehouse, itemId)) - (given.get(`${warehouse}\u001f${itemId}`) ?? 0);
  return orders.flatMap((order): Rerouted[] => {
    const channel = channels.find((each) => each.channel_id === order.channel_id);
    if (!channel) return [];
    const wanted = lines.filter((line) => line.order_id === order.order_id).map((line) => ({ lineNo: line.line_no, itemId: line.item_id, quantity: line.wanted }));
    const places = serving(policy, channel, warehouses, '').order.filter((warehouse) => warehouse !== order.ship_from && arrivals.some((each) => each.warehouse === warehouse));
    const to = places.find((warehouse) => sourceOrder(wanted, [warehouse], '', false, free)[0]?.because.endsWith('has all of it'));
    if (to === undefined) return [];
    for (const line of wanted) given.set(`${to}\u001f${line.itemId}`, (given.get(`${to}\u001f${line.itemId}`) ?? 0) + line.quantity);
    return [{ orderId: order.order_id, shipFrom: order.ship_from, to, because: `stock came to ${to} that covers all of it, ${order.ship_from} had none` }];
  });
}
