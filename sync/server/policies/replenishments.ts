// Looks at the pick faces of items that were taken, brought or promised, together with what orders wait for.
import type { CommandOf } from '#domain/commands.ts';
import { idFrom } from '#domain/ids.ts';
import { planOf, planReads } from '#domain/replenishing.ts';
import { createSlice } from '#domain/slice.ts';
import type { Trigger } from '#db/central/policy-queue.ts';
import type { StoreTx } from '#db/central/store.ts';
import { policyStamp } from '#sync/server/policy-stamp.ts';

const over: ReadonlySet<string> = new Set(['CANCELLED', 'CANCEL_REQUESTED', 'ON_HOLD', 'SHIPPED', 'CLOSED']);

/** Each item of each warehouse once. */
export async function replenishments(tx: StoreTx, triggers: readonly Trigger[], now: number): Promise<readonly CommandOf<'replenish.plan'>[]> {
  const wanted = new Map(triggers.filter((trigger) => trigger.policy === 'replenish').map((trigger) => [`${trigger.warehouse}\u001f${trigger.subject}`, trigger]));
  if (wanted.size === 0) return [];
  const items = [...new Set([...wanted.values()].map((trigger) => trigger.subject))];
  const slice = createSlice();
  await tx.loadSlice(items.map((item_id) => ({ table: 'sales_order_line', where: { item_id, backordered: true } })), slice);
  const lines = items.flatMap((item_id) => slice.list('sales_order_line', { item_id, backordered: true }));
  await tx.loadSlice([...new Set(lines.map((line) => line.order_id))].map((order_id) => ({ table: 'sales_order', where: { order_id } })), slice);
  const awaited = (warehouse: string, itemId: string): number => lines.reduce((sum, line) => {
    const order = slice.get('sales_order', line.order_id);
    return line.item_id === itemId && order?.ship_from === warehouse && !over.has(order.state) ? sum + Math.max(0, line.quantity - line.cancelled - line.allocated) : sum;
  }, 0);
  // Most looks find nothing to bring, which needs no command.
  await tx.loadSlice([...wanted.values()].flatMap(({ warehouse, subject }) => planReads(warehouse, subject).map(({ lock: _lock, ...read }) => read)), slice);
  return [...wanted.values()].map(({ warehouse, subject, cause }) => ({
    ...policyStamp('replenish.plan', idFrom(cause, 'replenish', warehouse, subject), warehouse, now), payload: { itemId: subject, awaited: awaited(warehouse, subject), cause },
  })).filter(({ warehouse, payload }) => planOf(slice, warehouse, payload).length > 0);
}
