// What choosing cartons for an order needs: the units that stand picked, with sizes and weights, and the company's carton
// types. The choosing itself may take a second for a large order, so it is done in the window, beside its scans.
import type { LocalRows } from '#db/local/rows.ts';
import { CARTONS, cartonTypes, type Goods } from '#domain/packing/order-cartons.ts';
import type { CartonsAnswer } from './contract.ts';

export function cartonsFor(rows: Pick<LocalRows, 'find'>, warehouse: string, fulfilmentId: string): CartonsAnswer {
  const units = new Map<string, number>();
  for (const task of rows.find('pick_task', { warehouse_id: warehouse, fulfilment_id: fulfilmentId })) {
    if (task.picked > task.packed) units.set(task.item_id, (units.get(task.item_id) ?? 0) + task.picked - task.packed);
  }
  const goods = [...units].map(([itemId, count]): Goods => {
    const item = rows.find('item', { item_id: itemId })[0];
    const isMeasured = item !== undefined && item.length_mm > 0 && item.width_mm > 0 && item.height_mm > 0;
    return { itemId, units: count, size: isMeasured ? [item.length_mm, item.width_mm, item.height_mm] : null, weight: item?.weight_g ?? 0 };
  });
  return { cartons: cartonTypes(rows.find('setting', { key: CARTONS })[0]?.value), goods };
}
