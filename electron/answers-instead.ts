// Where else what is missing of a pick can be taken from, on this station's own rows: other bins of the item first, then items
// that may stand in for it.
import { dayOf } from '#domain/days.ts';
import { freeStock } from '#domain/orders.ts';
import { SUBSTITUTES, substitutePolicy, substitutesFor } from '#domain/pick-instead.ts';
import { createSlice } from '#domain/slice.ts';
import type { Replica } from '#sync/client/replica.ts';
import type { InsteadPlace } from './contract.ts';

/** Each is enough for all that is missing where such a bin is there; at most three. Empty where the order misses nothing (any more). */
export function insteadPlaces({ rows, meta }: Replica, now: number, { taskId }: { readonly taskId: string }): readonly InsteadPlace[] {
  const warehouse_id = meta.get('warehouse_id') ?? '';
  const [task] = rows.find('pick_task', { warehouse_id, task_id: taskId });
  const [line] = task ? rows.find('sales_order_line', { order_id: task.order_id, line_no: task.order_line }) : [];
  const [order] = line ? rows.find('sales_order', { order_id: line.order_id }) : [];
  const missing = line ? Math.min(line.quantity - line.cancelled - line.allocated, task!.short) : 0;
  if (!order || !line || missing <= 0) return [];
  const policy = substitutePolicy(rows.find('setting', { key: SUBSTITUTES })[0]?.value);
  return [line.item_id, ...substitutesFor(policy, line.item_id, order.channel_id)].flatMap((itemId): InsteadPlace[] => {
    const slice = createSlice();
    rows.load([
      { table: 'position', where: { warehouse_id, item_id: itemId } }, { table: 'pick_task', where: { warehouse_id, item_id: itemId, open: true } }, { table: 'lot', where: { item_id: itemId } },
      { table: 'location', where: { warehouse_id } },
    ], slice);
    // Whoever stood at the bin took what could be taken there.
    const free = freeStock(slice, warehouse_id, itemId, dayOf(now)).filter((bin) => bin.locationId !== task!.location_id);
    const bins = free.filter((bin) => bin.free >= missing);
    return (bins.length > 0 ? bins : free).slice(0, 2).map((bin) => ({ itemId, locationId: bin.locationId, lot: bin.lot, units: Math.min(bin.free, missing), standsIn: itemId !== line.item_id }));
  }).slice(0, 3);
}
