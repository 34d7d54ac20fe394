// Who received goods that are called back, as far as this replica knows.
import type { Database } from 'better-sqlite3';
import { receivedColumns, type Received, type StillThere, type Trace } from '#domain/recall.ts';

/** Without a lot, of all lots. */
export function traceHere(db: Database, itemId: string, lot: string): Trace {
  const received = db.prepare(`
    select ${receivedColumns} from parcel_line l join parcel p on p.warehouse_id = l.warehouse_id and p.parcel_id = l.parcel_id
      left join sales_order o on o.order_id = p.order_id left join customer c on c.customer_id = o.customer_id
    where p.state = 'SHIPPED' and l.item_id = @itemId and (@lot = '' or l.lot in (@lot, ''))
    order by p.shipped_at desc, p.parcel_id, l.line_no`).all({ itemId, lot }) as Received[];
  const still = db.prepare(`
    select warehouse_id as "warehouse", sum(quantity) as "quantity", sum(case when hold = '' then quantity else 0 end) as "free" from position
    where item_id = @itemId and (@lot = '' or lot = @lot) and quantity > 0 and location_id not like '~%' group by warehouse_id`).all({ itemId, lot }) as StillThere[];
  return { received, still };
}
