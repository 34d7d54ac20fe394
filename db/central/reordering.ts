// What every item with a supplier was asked for, has and awaits, for the reorder policy.
import type { Need } from '#domain/purchasing/reorder-point.ts';
import type { Tx } from './open.ts';
import { suppliesOf } from './supplies.ts';

export interface WarehouseNeed extends Need {
  readonly warehouse: string;
}
/** `since`: demand from then on (ms); `quietSince`: what was turned down after it is left out; `today`: ISO day. By warehouse, supplier and item. */
export async function needs(tx: Tx, since: number, quietSince: number, today: string): Promise<readonly WarehouseNeed[]> {
  const items = await tx<{ item_id: string; supplier_id: string; lead_days: number; standard_cost: number; pack: number | null }[]>`
    select i.item_id, i.supplier_id, s.lead_days, i.standard_cost, (select min(b.units) from barcode b where b.item_id = i.item_id and b.units > 1 and b.source = 'erp') as pack
    from item i join supplier s using (supplier_id) where i.active order by i.item_id`;
  const shipped = await tx<{ warehouse_id: string; item_id: string; units: number }[]>`
    select p.warehouse_id, l.item_id, sum(l.quantity)::bigint as units from parcel p join parcel_line l using (warehouse_id, parcel_id)
    where p.warehouse_id in (select warehouse_id from warehouse) and p.state = 'SHIPPED' and p.shipped_at >= ${since} group by 1, 2`;
  const declined = new Set((await tx<{ warehouse_id: string; item_id: string }[]>`select warehouse_id, item_id from purchase_proposal where warehouse_id in (select warehouse_id from warehouse) and state = 'DECLINED' and decided_at > ${quietSince}`).map((row) => `${row.warehouse_id}\u001f${row.item_id}`));
  const warehouses = (await tx<{ warehouse_id: string }[]>`select warehouse_id from warehouse order by warehouse_id`).map((row) => row.warehouse_id);
  const keyOf = (warehouse: string, itemId: string): string => `${warehouse}\u001f${itemId}`;
  const supplies = new Map((await suppliesOf(tx, items.map((row) => row.item_id), today)).map((row) => [keyOf(row.warehouse, row.itemId), row]));
  const out = new Map(shipped.map((row) => [keyOf(row.warehouse_id, row.item_id), row.units]));
  return warehouses.flatMap((warehouse) => items.filter((row) => !declined.has(keyOf(warehouse, row.item_id))).map((row): WarehouseNeed => {
    const has = supplies.get(keyOf(warehouse, row.item_id));
    return {
      warehouse, itemId: row.item_id, supplierId: row.supplier_id, leadDays: row.lead_days, unitCost: row.standard_cost, packUnits: row.pack ?? 1, shipped: out.get(keyOf(warehouse, row.item_id)) ?? 0,
      free: has ? has.sellable + has.doubtful - has.promised : 0, incoming: has ? has.arrivals.reduce((sum, each) => sum + each.quantity, 0) : 0, waiting: has?.waiting ?? 0,
    };
  }));
}

export interface OpenProposal {
  readonly warehouse_id: string;
  readonly proposal_id: string;
  readonly supplier_id: string;
  readonly items: readonly string[];
}
export const openProposals = (tx: Tx): Promise<readonly OpenProposal[]> => tx<OpenProposal[]>`
  select warehouse_id, proposal_id, supplier_id, array_agg(item_id order by item_id) as items from purchase_proposal
  where warehouse_id in (select warehouse_id from warehouse) and state = 'PROPOSED' group by 1, 2, 3 order by 1, 2`;
