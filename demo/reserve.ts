// What stands in reserve behind the shelves of Leeds, and the bins it fills: the ones that sell most, some of them low.
import { soldOutId } from './items.ts';
import { who } from './people.ts';
import { reservePlaces } from './places.ts';
import type { Run } from './run.ts';
import { binsWith } from './stock.ts';

const RESERVED = 80;
const FACE = { minimum: 40, maximum: 100 } as const;

/** Answers the items that pickers will want from reserve soon. */
export function fillReserve(run: Run, tick: () => number): readonly string[] {
  const places = reservePlaces('LEEDS');
  const plain = run.company.assortment.items.filter((item) => item.abc_class === 'A' && !item.lot_control && !item.serial_control && !item.oversize && item.item_id !== soldOutId);
  const shelved = plain.flatMap((item) => binsWith(run, 'LEEDS', item.item_id).slice(0, 1)).toSorted((a, b) => a.quantity - b.quantity || (a.item_id < b.item_id ? -1 : 1)).slice(0, places.length);
  shelved.forEach(({ item_id, location_id }, n) => {
    run.act(tick(), who.system, 'LEEDS', 'stock.open', { itemId: item_id, quantity: RESERVED, locationId: places[n]! });
    run.erp('pick_face', { warehouse_id: 'LEEDS', item_id, location_id, ...FACE });
  });
  const low = shelved.filter(({ quantity }) => quantity < FACE.minimum).map(({ item_id }) => item_id);
  for (const itemId of low) run.act(tick(), who.system, 'LEEDS', 'replenish.plan', { itemId, awaited: 0, cause: 'opening' });
  return low;
}
