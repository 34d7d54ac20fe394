// The policies runner: turns triggers into commands of the system and sends them through the same reconcile.
import type { CommandOf } from '#domain/commands.ts';
import { idFrom } from '#domain/ids.ts';
import { createSlice } from '#domain/slice.ts';
import type { Trigger } from '#db/central/policy-queue.ts';
import type { Store, StoreTx } from '#db/central/store.ts';
import { arrive } from '#sync/server/admission.ts';
import { nearZeroCounts } from './count-plans.ts';
import { missedPhotos } from './missed-photos.ts';
import { policyStamp, POLICY_DEVICE } from '#sync/server/policy-stamp.ts';
import { refundsFor } from './refunds.ts';
import { takeIn } from '#sync/server/reconcile.ts';
import { recalls } from './recalls.ts';
import { shopNews } from './shops.ts';
import { reroutes } from './reroutes.ts';
import { replenishments } from './replenishments.ts';
import { comparisons } from './transfers.ts';
import { countsForSuspense } from './suspense.ts';

const BATCH = 200;

/** Runs what is due; answers how many triggers it took. Concurrent services share the work. */
export async function runPolicies(store: Store, now: () => number): Promise<number> {
  return store.inScope({ role: 'restow_writer', warehouse: '*', device: '*' }, async (tx) => {
    const triggers = await tx.takeTriggers(BATCH, now());
    if (triggers.length === 0) return 0;
    const commands = [...(await reroutes(tx, triggers, now())), ...(await nearZeroCounts(tx, triggers, now())), ...(await replansFor(tx, triggers, now())), ...(await commandsFor(tx, triggers, now())), ...(await settlements(tx, triggers, now())), ...(await refundsFor(tx, triggers, now())), ...(await missedPhotos(tx, triggers, now())), ...(await transfersToCompare(tx, triggers, now())), ...(await replenishments(tx, triggers, now())), ...(await recalls(tx, triggers, now())), ...(await countsForSuspense(tx, triggers.filter((trigger) => trigger.policy === 'suspense_open'), now()))];
    await takeIn(tx, now(), { device: POLICY_DEVICE, warehouse: '*' }, commands.map((command) => arrive(JSON.stringify(command), 0)));
    await tx.tellShops(shopNews(triggers), now());
    return triggers.length;
  });
}

/** Which side each transfer was sent from stands in the transfer itself. */
async function transfersToCompare(tx: StoreTx, triggers: readonly Trigger[], now: number): Promise<readonly CommandOf<'transfer.compare'>[]> {
  const wanted = triggers.filter((trigger) => trigger.policy === 'transfer');
  if (wanted.length === 0) return [];
  const slice = createSlice();
  await tx.loadSlice(wanted.map(({ subject }) => ({ table: 'transfer', where: { transfer_id: subject } })), slice);
  const done = wanted.flatMap(({ subject }) => slice.get('transfer', subject) ?? []).filter((row) => row.sent_done_at !== null && row.received_done_at !== null);
  return comparisons(wanted, new Map(done.map((row) => [row.transfer_id, row.from_warehouse])), now);
}

/** Items of which less is there than was promised, each once; nothing to do where no work waits for it. */
async function replansFor(tx: StoreTx, triggers: readonly Trigger[], now: number): Promise<readonly CommandOf<'work.replan'>[]> {
  const causes = new Map(triggers.filter((trigger) => trigger.policy === 'uncovered').map((trigger) => [`${trigger.warehouse}\u001f${trigger.subject}`, trigger]));
  const commands = await Promise.all([...causes.values()].map(async ({ warehouse, subject: itemId, cause }): Promise<CommandOf<'work.replan'>[]> => {
    const work = await tx.openWorkOf(warehouse, itemId);
    if (work.length === 0) return [];
    const payload = { itemId, cause, orderIds: [...new Set(work.map((row) => row.order_id))], fulfilmentIds: work.map((row) => row.fulfilment_id) };
    return [{ ...policyStamp('work.replan', idFrom(cause, 'replan', itemId), warehouse, now), payload }];
  }));
  return commands.flat();
}

async function commandsFor(tx: StoreTx, triggers: readonly Trigger[], now: number): Promise<readonly CommandOf<'order.allocate'>[]> {
  const wanted = new Map<string, { warehouse: string; cause: string }>();
  for (const trigger of triggers) if (trigger.policy === 'allocate' && !wanted.has(trigger.subject)) wanted.set(trigger.subject, trigger);
  const arrivals = triggers.filter((trigger) => trigger.policy === 'stock_arrived');
  for (const { order_id, ship_from, item_id } of await tx.ordersWaitingFor(arrivals.map((trigger) => trigger.subject))) {
    const arrival = arrivals.find((trigger) => trigger.subject === item_id && trigger.warehouse === ship_from);
    if (arrival && !wanted.has(order_id)) wanted.set(order_id, arrival);
  }
  const items = await tx.openItemsOf([...wanted.keys()]);
  return [...wanted].map(([orderId, { warehouse, cause }]) => ({
    ...policyStamp('order.allocate', idFrom(cause, 'allocate', orderId), warehouse, now), payload: { orderId, itemIds: [...(items.get(orderId) ?? [])] },
  }));
}

/** Cancelled orders of which the floor has done something more. */
async function settlements(tx: StoreTx, triggers: readonly Trigger[], now: number): Promise<readonly CommandOf<'order.settle_cancel'>[]> {
  const wanted = new Map(triggers.filter((trigger) => trigger.policy === 'settle_cancel').map((trigger) => [trigger.subject, trigger]));
  if (wanted.size === 0) return [];
  const works = await tx.fulfilmentsOf([...wanted.keys()]);
  return [...wanted].map(([orderId, { warehouse, cause }]) => ({
    ...policyStamp('order.settle_cancel', idFrom(cause, 'settle_cancel', orderId), warehouse, now), payload: { orderId, fulfilmentIds: [...(works.get(orderId) ?? [])] },
  }));
}
