// What is happening to an item, or in a place, right now: open work and papers of this warehouse, the next to happen first.
import type { Row, TableName } from '#domain/tables.ts';
import type { Replica } from '#sync/client/replica.ts';
import type { Doing } from './contract.ts';

type About = { readonly itemId: string } | { readonly locationId: string };

const MOST = 50;

/** `column` names the item or the place in the table; the rest of the condition says what is open. */
interface Source<T extends TableName> {
  readonly table: T;
  readonly item: string | undefined;
  readonly place: string | undefined;
  readonly open: string;
  readonly tell: (row: Row<T>) => Omit<Doing, 'what'>;
}
const source = <const T extends TableName>(what: Doing['what'], parts: Source<T>) => ({ what, ...parts, tell: parts.tell as (row: never) => Omit<Doing, 'what'> });

const sources = [
  source('pick', { table: 'pick_task', item: 'item_id', place: 'location_id', open: 'open = 1', tell: (row) => ({ id: row.order_id, documentId: row.fulfilment_id, itemId: row.item_id, locationId: row.location_id, quantity: row.quantity - row.picked - row.short, state: row.state }) }),
  source('count', { table: 'count_task', item: 'item_id', place: 'location_id', open: `state in ('OPEN', 'COUNTING')`, tell: (row) => ({ id: row.task_id, documentId: row.task_id, itemId: row.item_id, locationId: row.location_id, quantity: 0, state: row.state }) }),
  source('approval', { table: 'adjustment', item: 'item_id', place: 'location_id', open: `state in ('PENDING', 'RESTATED')`, tell: (row) => ({ id: row.adjustment_id, documentId: row.adjustment_id, itemId: row.item_id, locationId: row.location_id, quantity: 0, state: row.state }) }),
  source('hold', { table: 'hold', item: 'item_id', place: 'location_id', open: `state = 'PLACED'`, tell: (row) => ({ id: row.code, documentId: row.hold_id, itemId: row.item_id, locationId: row.location_id, quantity: 0, state: row.state }) }),
  source('return', { table: 'return_unit', item: 'item_id', place: 'location_id', open: `state in ('RECEIVED', 'GRADED')`, tell: (row) => ({ id: row.unit_id, documentId: row.parcel_id, itemId: row.item_id, locationId: row.location_id, quantity: row.quantity, state: row.state }) }),
  source('exception', { table: 'exception', item: 'item_id', place: 'location_id', open: `state = 'OPEN'`, tell: (row) => ({ id: row.kind, documentId: row.exception_id, itemId: row.item_id, locationId: row.location_id, quantity: 0, state: row.state }) }),
] as const;

export function doingsOf(replica: Replica, about: About): readonly Doing[] {
  const warehouse = replica.meta.get('warehouse_id') ?? '';
  const [value, side] = 'itemId' in about ? [about.itemId, 'item' as const] : [about.locationId, 'place' as const];
  const found = sources.flatMap(({ what, table, open, tell, ...columns }) => {
    const rows = replica.db.prepare(`select * from ${table} where warehouse_id = ? and ${columns[side]} = ? and ${open} limit ${MOST}`).all(warehouse, value);
    return rows.map((row): Doing => ({ what, ...tell(row as never) }));
  });
  return [...found, ...('itemId' in about ? coming(replica, warehouse, about.itemId) : [])].slice(0, MOST);
}

/** Goods of the item on their way here, or out of here. */
function coming(replica: Replica, warehouse: string, itemId: string): readonly Doing[] {
  const deliveries = replica.db.prepare(`select l.delivery_id as id, d.state as state, l.expected - l.received as quantity from delivery_line l join delivery d using (warehouse_id, delivery_id)
    where l.warehouse_id = ? and l.item_id = ? and d.state in ('EXPECTED', 'ARRIVED', 'RECEIVING') and l.expected > l.received order by d.expected_at limit ${MOST}`).all(warehouse, itemId);
  const transfers = replica.db.prepare(`select t.transfer_id as id, t.state as state, t.to_warehouse = ? as inbound, l.quantity - case when t.to_warehouse = ? then l.received else l.sent end as quantity
    from transfer_line l join transfer t using (transfer_id) where l.item_id = ? and ? in (t.from_warehouse, t.to_warehouse) and t.state in ('OPEN', 'IN_TRANSIT') order by t.created_at limit ${MOST}`).all(warehouse, warehouse, itemId, warehouse);
  const asDoing = (what: Doing['what']) => (row: unknown): Doing => {
    const { id, state, quantity } = row as { id: string; state: string; quantity: number };
    return { what, id, documentId: id, itemId, locationId: '', quantity, state };
  };
  const inbound = (row: unknown): boolean => (row as { inbound: number }).inbound === 1;
  return [...deliveries.map(asDoing('delivery')), ...transfers.filter(inbound).map(asDoing('transfer_in')), ...transfers.filter((row) => !inbound(row)).map(asDoing('transfer_out'))].filter(({ quantity }) => quantity > 0);
}
