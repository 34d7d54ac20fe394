// What the demo asks the books while it plays: where an item lies, what is free, which bins are empty.
import { freeStock } from '#domain/orders.ts';
import type { Row } from '#domain/tables.ts';
import type { Run } from './run.ts';

export type Position = Row<'position'>;

/** Plain, sellable units of an item in bins, largest first. */
export function binsWith(run: Run, warehouse: string, itemId: string): readonly Position[] {
  return run.slice
    .list('position', { warehouse_id: warehouse, item_id: itemId })
    .filter((row) => row.quantity > 0 && row.condition === 'N' && row.hold === '' && run.slice.get('location', warehouse, row.location_id)?.pickable === true)
    .toSorted((a, b) => b.quantity - a.quantity || (a.location_id < b.location_id ? -1 : 1));
}

export const freeUnits = (run: Run, warehouse: string, itemId: string): number => freeStock(run.slice, warehouse, itemId).reduce((sum, bin) => sum + bin.free, 0);

/** Whether no pick of an item is open, so that nobody misses what is taken or held. */
export const isQuiet = (run: Run, warehouse: string, itemId: string): boolean => run.slice.list('pick_task', { warehouse_id: warehouse, item_id: itemId, open: true }).length === 0;

/** Serials of an item in a place, in order. */
export const serialsAt = (run: Run, warehouse: string, itemId: string, locationId: string): readonly string[] =>
  run.slice.list('position', { warehouse_id: warehouse, item_id: itemId, location_id: locationId }).filter((row) => row.quantity > 0 && row.serial !== '').map((row) => row.serial).toSorted();

export const unitsIn = (run: Run, warehouse: string, locationId: string): number => run.slice.list('position', { warehouse_id: warehouse, location_id: locationId }).reduce((sum, row) => sum + row.quantity, 0);

/** The bin where an item is at home, or an empty one. */
export function homeOf(run: Run, warehouse: string, itemId: string): string {
  const [bin] = binsWith(run, warehouse, itemId);
  if (bin) return bin.location_id;
  const zone = zoneFor(run, itemId);
  const empty = run.slice.list('location', { warehouse_id: warehouse, zone }).find((place) => unitsIn(run, warehouse, place.location_id) === 0);
  return (empty ?? run.slice.list('location', { warehouse_id: warehouse, zone })[0]!).location_id;
}

export function zoneFor(run: Run, itemId: string): string {
  const item = run.slice.get('item', itemId)!;
  return item.oversize ? 'OVERSIZE' : item.serial_control ? 'SECURE' : 'SHELF';
}

/** A shelf with goods that nobody is counting or waits to count. */
export function shelfToCount(run: Run, warehouse: string, except: readonly string[] = []): string {
  const shelves = run.slice.list('location', { warehouse_id: warehouse, zone: 'SHELF' });
  for (;;) {
    const { location_id } = run.chance.of(shelves);
    const counted = run.slice.list('count_task', { warehouse_id: warehouse, location_id }).some((task) => !['MATCHED', 'CLOSED'].includes(task.state));
    if (!counted && !except.includes(location_id) && unitsIn(run, warehouse, location_id) > 0) return location_id;
  }
}
