// What every warehouse has of items, as promises are made from it: the same shelves that allocation looks at.
import type { Arrival, Supply } from '#domain/sourcing/promise.ts';
import type { Tx } from './open.ts';

interface Counted {
  readonly warehouse_id: string;
  readonly item_id: string;
  readonly sellable: number;
  readonly doubtful: number;
  readonly kept: number;
  readonly promised: number;
  readonly waiting: number;
}

/** One row for each warehouse and item that has anything of it; `today`: what expired before that day (ISO) is not for sale. */
export async function suppliesOf(tx: Tx, items: readonly string[], today: string): Promise<readonly Supply[]> {
  if (items.length === 0) return [];
  const asked = [[...new Set(items)], today] as never[];
  const counted = await tx.unsafe<Counted[]>(`
    with here as (
      select p.warehouse_id, p.item_id, p.quantity, p.location_id not like '~%' as real,
        p.location_id not like '~%' and p.condition = 'N' and p.hold = '' and p.owner = '' and (l.pickable or l.kind = 'stage') and coalesce(t.expires_on, '9999') >= $2 as good,
        exists (select from position s where s.warehouse_id = p.warehouse_id and s.item_id = p.item_id and s.location_id = '~suspense:' || p.location_id and s.lot = p.lot and s.quantity <> 0) as drawn
      from position p left join location l using (warehouse_id, location_id) left join lot t on t.item_id = p.item_id and t.lot = p.lot
      where p.warehouse_id in (select warehouse_id from warehouse) and p.item_id = any($1::text[]) and p.quantity > 0
    ), stock as (
      select warehouse_id, item_id, coalesce(sum(quantity) filter (where good and not drawn), 0) as sellable, coalesce(sum(quantity) filter (where good and drawn), 0) as doubtful, coalesce(sum(quantity) filter (where real and not coalesce(good, false)), 0) as kept
      from here group by warehouse_id, item_id
    ), picks as (
      select warehouse_id, item_id, sum(quantity - picked - short) as promised from pick_task where warehouse_id in (select warehouse_id from warehouse) and item_id = any($1::text[]) and open group by warehouse_id, item_id
    ), demand as (
      select o.ship_from as warehouse_id, l.item_id, sum(l.quantity - l.cancelled - l.allocated) as waiting from sales_order_line l join sales_order o using (order_id)
      where l.item_id = any($1::text[]) and l.quantity - l.cancelled - l.allocated > 0 and o.state not in ('CANCELLED', 'CANCEL_REQUESTED', 'SHIPPED', 'CLOSED') group by o.ship_from, l.item_id
    )
    select warehouse_id, item_id, coalesce(sellable, 0)::bigint as sellable, coalesce(doubtful, 0)::bigint as doubtful, coalesce(kept, 0)::bigint as kept, coalesce(promised, 0)::bigint as promised, coalesce(waiting, 0)::bigint as waiting
    from stock full join picks using (warehouse_id, item_id) full join demand using (warehouse_id, item_id)
    order by warehouse_id, item_id`, asked, { prepare: true });
  const arrivals = await tx.unsafe<(Arrival & { warehouse_id: string; item_id: string })[]>(`
    select d.warehouse_id, l.item_id, d.delivery_id as document, coalesce(d.expected_at, 0)::bigint as at, sum(l.expected - l.received)::bigint as quantity from delivery d join delivery_line l using (warehouse_id, delivery_id)
    where d.warehouse_id in (select warehouse_id from warehouse) and d.state = 'EXPECTED' and l.item_id = any($1::text[]) and l.expected > l.received group by 1, 2, 3, 4
    union all
    select o.warehouse_id, l.item_id, o.purchase_order_id, o.expected_at::bigint, sum(l.quantity - l.received)::bigint from purchase_order o join purchase_order_line l using (warehouse_id, purchase_order_id)
    where o.warehouse_id in (select warehouse_id from warehouse) and o.state = 'OPEN' and l.item_id = any($1::text[]) and l.quantity > l.received
      -- Announced already: counted with its delivery.
      and not exists (select from delivery d where d.warehouse_id = o.warehouse_id and d.purchase_order_id = o.purchase_order_id and d.state in ('EXPECTED', 'RECEIVING')) group by 1, 2, 3, 4`, asked.slice(0, 1) as never[], { prepare: true });
  const known = new Map(counted.map((row) => [`${row.warehouse_id}\u001f${row.item_id}`, row]));
  for (const { warehouse_id, item_id } of arrivals) {
    const key = `${warehouse_id}\u001f${item_id}`;
    if (!known.has(key)) known.set(key, { warehouse_id, item_id, sellable: 0, doubtful: 0, kept: 0, promised: 0, waiting: 0 });
  }
  return [...known.values()].map(({ warehouse_id, item_id, ...units }) => ({
    warehouse: warehouse_id, itemId: item_id, ...units,
    arrivals: arrivals.filter((row) => row.warehouse_id === warehouse_id && row.item_id === item_id).map(({ at, quantity, document }) => ({ at, quantity, document })),
  }));
}
