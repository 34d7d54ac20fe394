// Where goods in hand are best put, from this station's own rows.
import { PUT_AWAY, putAwayPolicy, suggestPlaces, type Suggestion } from '#domain/put-away.ts';
import type { Row } from '#domain/tables.ts';
import type { Replica } from '#sync/client/replica.ts';

export interface PutAwayQuestion {
  readonly itemId: string;
  readonly units?: number | undefined;
  readonly lot?: string | undefined;
}
const REMEMBERED = 86_400_000;

/** The best first; none for an item nobody knows. */
export function putAwayPlaces(replica: Replica, now: number, { itemId, units = 1, lot = '' }: PutAwayQuestion): readonly Suggestion[] {
  const { db, rows, meta } = replica;
  const warehouse_id = meta.get('warehouse_id') ?? '';
  const [item] = rows.find('item', { item_id: itemId });
  if (!item) return [];
  const places = rows.find('location', { warehouse_id });
  const used = db.prepare(`
    select location_id, sum(quantity) as units, sum(quantity * cast(length_mm as integer) * width_mm * height_mm) as room
      from position join item using (item_id) where warehouse_id = ? and quantity > 0 group by location_id`).all(warehouse_id) as { location_id: string; units: number; room: number }[];
  const own = rows.find('position', { warehouse_id, item_id: itemId }).filter((row) => row.quantity > 0);
  const here = new Map(own.filter((row) => row.lot === lot || lot === '').map((row) => [row.location_id, row.quantity]));
  const staged = own.filter((row) => places.some((place) => place.kind === 'stage' && place.location_id === row.location_id)).reduce((sum, row) => sum + row.quantity, 0);
  return suggestPlaces({
    item, units, lot, places, here, now, faces: rows.find('pick_face', { warehouse_id, item_id: itemId }), used: new Map(used.map((row) => [row.location_id, row])), awaited: Math.max(0, awaitedUnits(replica, warehouse_id, itemId) - staged),
    overrides: db.prepare('select * from put_away_override where warehouse_id = ? and at > ?').all(warehouse_id, now - REMEMBERED) as Row<'put_away_override'>[],
    policy: putAwayPolicy(rows.find('setting', { key: PUT_AWAY })[0]?.value),
  });
}

/** Where goods that strayed are carried back to: a place for pickers where the books have them, however full it is. No number is told. */
export function homeBin({ rows, meta }: Replica, { itemId, notIn }: { readonly itemId: string; readonly notIn: string }): string {
  const warehouse_id = meta.get('warehouse_id') ?? '';
  const pickable = new Set(rows.find('location', { warehouse_id }).filter((place) => place.pickable).map((place) => place.location_id));
  const lying = rows.find('position', { warehouse_id, item_id: itemId }).filter((row) => row.quantity > 0 && row.location_id !== notIn && pickable.has(row.location_id));
  return lying.toSorted((a, b) => b.quantity - a.quantity)[0]?.location_id ?? '';
}

/** Units that orders of this warehouse wait for and that nothing is promised of. */
function awaitedUnits({ rows }: Replica, warehouse: string, itemId: string): number {
  const over = new Set(['CANCELLED', 'CANCEL_REQUESTED', 'ON_HOLD', 'SHIPPED', 'CLOSED']);
  return rows.find('sales_order_line', { item_id: itemId, backordered: true }).reduce((sum, line) => {
    const [order] = rows.find('sales_order', { order_id: line.order_id });
    return order?.ship_from === warehouse && !over.has(order.state) ? sum + Math.max(0, line.quantity - line.cancelled - line.allocated) : sum;
  }, 0);
}
