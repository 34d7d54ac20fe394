// Deliveries and purchase orders that were promised for before a time, have not come, and whose delay nobody was told of yet.
import type { Tx } from './open.ts';

export interface Overdue {
  readonly warehouse_id: string;
  readonly kind: 'delivery' | 'purchase_order';
  readonly id: string;
  /** Orders that wait for an item of it. */
  readonly waiting: number;
}

/** The longest promised first. An order whose delivery is announced is late with that delivery, not by itself. */
export async function overdue(tx: Tx, before: number, limit: number): Promise<readonly Overdue[]> {
  return tx<Overdue[]>`
    with late as (
      select d.warehouse_id, 'delivery' as kind, d.delivery_id as id, d.expected_at, array(select l.item_id from delivery_line l where l.warehouse_id = d.warehouse_id and l.delivery_id = d.delivery_id) as items
        from delivery d where d.state = 'EXPECTED' and d.expected_at > 0 and d.expected_at <= ${before}
      union all
      select o.warehouse_id, 'purchase_order', o.purchase_order_id, o.expected_at, array(select l.item_id from purchase_order_line l where l.warehouse_id = o.warehouse_id and l.purchase_order_id = o.purchase_order_id and l.received < l.quantity)
        from purchase_order o where o.state = 'OPEN' and o.expected_at > 0 and o.expected_at <= ${before}
         and exists (select from purchase_order_line l where l.warehouse_id = o.warehouse_id and l.purchase_order_id = o.purchase_order_id and l.received < l.quantity)
         and not exists (select from delivery d where d.warehouse_id = o.warehouse_id and d.purchase_order_id = o.purchase_order_id and d.state in ('EXPECTED', 'RECEIVING')))
    select late.warehouse_id, late.kind, late.id,
      (select count(distinct s.order_id)::int from sales_order_line s join sales_order o using (order_id) where s.backordered and s.item_id = any(late.items) and o.ship_from = late.warehouse_id) as waiting
    from late where not exists (select from exception e where e.warehouse_id = late.warehouse_id and e.subject_id = late.id and e.kind = 'RECEIPT_LATE')
    order by late.expected_at, late.id limit ${limit}`;
}
