// Stock that arrived where an order does not ship from, and that covers the whole of it: while nothing of it is promised, it
// ships from there instead.
import type { CommandOf } from '#domain/commands.ts';
import { idFrom } from '#domain/ids.ts';
import type { Trigger } from '#db/central/policy-queue.ts';
import type { StoreTx } from '#db/central/store.ts';
import { policyStamp } from '#sync/server/policy-stamp.ts';

export async function reroutes(tx: StoreTx, triggers: readonly Trigger[], now: number): Promise<readonly CommandOf<'order.reroute'>[]> {
  const arrivals = triggers.filter((trigger) => trigger.policy === 'stock_arrived');
  if (arrivals.length === 0) return [];
  const found = await tx.ordersToReroute(arrivals.map(({ warehouse, subject }) => ({ warehouse, itemId: subject })), now);
  return found.map(({ orderId, shipFrom, to, because }) => {
    const cause = arrivals.find((trigger) => trigger.warehouse === to)!.cause;
    return { ...policyStamp('order.reroute', idFrom(cause, 'reroute', orderId), shipFrom, now), payload: { orderId, to, because } };
  });
}
