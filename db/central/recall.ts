// Who received goods that are called back, over all warehouses and without end to the past.
import { receivedColumns, type Received, type StillThere, type Trace } from '#domain/recall.ts';
import { inScope, type Central } from './open.ts';

/** Without a lot, of all lots. */
export async function traceAtCentral(central: Central, itemId: string, lot: string): Promise<Trace> {
  return inScope(central, { role: 'restow_reader', warehouse: '*', device: '*' }, async (tx) => {
    // By the movements of the item, which have an index; a parcel that came back is not with the customer.
    const received = await tx.unsafe<Received[]>(`
      with left_in as (
        select distinct warehouse_id, replace(from_location, '~suspense:', '') as parcel_id from movement
        where warehouse_id in (select warehouse_id from warehouse) and item_id = $1 and type = 'parcel.ship'
      )
      select ${receivedColumns} from left_in
        join parcel p using (warehouse_id, parcel_id) join parcel_line l using (warehouse_id, parcel_id)
        left join sales_order o on o.order_id = p.order_id left join customer c on c.customer_id = o.customer_id
      where p.state = 'SHIPPED' and l.item_id = $1 and ($2 = '' or l.lot in ($2, ''))
      order by p.shipped_at desc, p.parcel_id, l.line_no`, [itemId, lot], { prepare: true });
    const still = await tx.unsafe<StillThere[]>(`
      select warehouse_id as "warehouse", sum(quantity)::bigint as "quantity", coalesce(sum(quantity) filter (where hold = ''), 0)::bigint as "free" from position
      where warehouse_id in (select warehouse_id from warehouse) and item_id = $1 and ($2 = '' or lot = $2) and quantity > 0 and location_id not like '~%'
      group by warehouse_id order by warehouse_id`, [itemId, lot], { prepare: true });
    return { received: [...received].map((row) => ({ ...row, quantity: Number(row.quantity), shippedAt: Number(row.shippedAt) })), still: [...still].map((row) => ({ warehouse: row.warehouse, quantity: Number(row.quantity), free: Number(row.free) })) };
  }, 'isolation level repeatable read read only', 1);
}
