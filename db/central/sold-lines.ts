// Order lines of which more, or less, has left the house than the books know: parcels that were handed over, or came back
// unopened, since the valuer looked.
import type { Tx } from './open.ts';

export interface SoldLine {
  readonly order_id: string;
  readonly line_no: number;
  readonly warehouse_id: string;
  readonly item_id: string;
  readonly ordered: number;
  readonly unit_price: number;
  /** What was paid for the line, minor units; null where only the price is known. */
  readonly goods: number | null;
  readonly tax: number | null;
  readonly shipping: number | null;
  /** Units in parcels that are with the carrier or further. */
  readonly left_units: number;
  readonly parcel_id: string;
  readonly at: number | null;
  /** What is posted for it, and by how many entries. */
  readonly posted_goods: number;
  readonly posted_tax: number;
  readonly posted_shipping: number;
  readonly entries: number;
}

/** `fresh`: the condition that a row of `p` was written since the valuer's cursor. */
export async function soldLines(tx: Tx, fresh: string): Promise<readonly SoldLine[]> {
  return tx.unsafe<SoldLine[]>(`
    with touched as (
      select distinct p.order_id, l.order_line as line_no from parcel p join parcel_line l using (warehouse_id, parcel_id) where ${fresh}
    ), left_now as (
      select t.order_id, t.line_no, coalesce(sum(l.quantity) filter (where p.state = 'SHIPPED'), 0)::bigint as left_units, (array_agg(p.parcel_id order by p.shipped_at desc nulls last))[1] as parcel_id, (array_agg(p.warehouse_id order by p.shipped_at desc nulls last))[1] as warehouse_id, max(p.shipped_at) as at
      from touched t join fulfilment f on f.warehouse_id in (select warehouse_id from warehouse) and f.order_id = t.order_id join parcel p on p.warehouse_id = f.warehouse_id and p.fulfilment_id = f.fulfilment_id join parcel_line l on l.warehouse_id = p.warehouse_id and l.parcel_id = p.parcel_id and l.order_line = t.line_no group by t.order_id, t.line_no
    ), posted as (
      select e.order_id, e.source_id, sum(value) filter (where type = 'sale.goods') as goods, sum(value) filter (where type = 'sale.tax') as tax, sum(value) filter (where type = 'sale.shipping') as shipping, count(*) as entries
      from journal_entry e where e.source = 'sale' and e.order_id in (select order_id from touched) group by e.order_id, e.source_id
    )
    select n.order_id, n.line_no, n.warehouse_id, s.item_id, s.quantity as ordered, s.unit_price, m.goods, m.tax, m.shipping, n.left_units, n.parcel_id, n.at,
      coalesce(d.goods, 0)::bigint as posted_goods, coalesce(d.tax, 0)::bigint as posted_tax, coalesce(d.shipping, 0)::bigint as posted_shipping, coalesce(d.entries, 0)::bigint as entries
    from left_now n join sales_order_line s using (order_id, line_no) left join paid_line m using (order_id, line_no) left join posted d on d.order_id = n.order_id and d.source_id = n.order_id || ':' || n.line_no
    order by n.order_id, n.line_no`);
}
