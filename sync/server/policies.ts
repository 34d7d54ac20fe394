// The policies runner: turns triggers into commands of the system and sends them through the same reconcile.
import type { CommandOf } from '#domain/commands.ts';
import { idFrom } from '#domain/ids.ts';
import { versionOf } from '#sync/protocol/upcasts.ts';
import { inScope, type Central, type Tx } from '#db/central/open.ts';
import { take, type Trigger } from '#db/central/policy-queue.ts';
import { arrive } from './admission.ts';
import { takeIn } from './reconcile.ts';

/** The sender of automatic commands; its person is a row of the ERP like any other. */
export const POLICY_DEVICE = 'policy';
export const SYSTEM_PERSON = 'system';
const BATCH = 200;

/** Runs what is due; answers how many triggers it took. Concurrent services share the work. */
export async function runPolicies(central: Central, now: () => number): Promise<number> {
  return inScope(central, { role: 'restow_writer', warehouse: '*', device: '*' }, async (tx) => {
    const triggers = await take(tx, BATCH);
    if (triggers.length === 0) return 0;
    const commands = await commandsFor(tx, triggers, now());
    await takeIn(tx, now(), { device: POLICY_DEVICE, warehouse: '*' }, commands.map((command) => arrive(JSON.stringify(command), 0)));
    return triggers.length;
  });
}

async function commandsFor(tx: Tx, triggers: readonly Trigger[], now: number): Promise<readonly CommandOf<'order.allocate'>[]> {
  const wanted = new Map<string, { warehouse: string; cause: string }>();
  for (const trigger of triggers) if (trigger.policy === 'allocate' && !wanted.has(trigger.subject)) wanted.set(trigger.subject, trigger);
  const arrivals = triggers.filter((trigger) => trigger.policy === 'stock_arrived');
  for (const { order_id, ship_from, item_id } of await waitingFor(tx, arrivals)) {
    const arrival = arrivals.find((trigger) => trigger.subject === item_id && trigger.warehouse === ship_from);
    if (arrival && !wanted.has(order_id)) wanted.set(order_id, arrival);
  }
  const items = await itemsOf(tx, [...wanted.keys()]);
  return [...wanted].map(([orderId, { warehouse, cause }]) => ({
    id: idFrom(cause, 'allocate', orderId), type: 'order.allocate', version: versionOf('order.allocate'), device: POLICY_DEVICE, sequence: 0, previous: '', at: now, offset: 0,
    person: SYSTEM_PERSON, warehouse, confirmed: [], payload: { orderId, itemIds: items.get(orderId) ?? [] },
  }));
}

/** Orders with open demand for these items, by priority and age: who waited longest is served first. */
async function waitingFor(tx: Tx, arrivals: readonly Trigger[]) {
  if (arrivals.length === 0) return [];
  return tx<{ order_id: string; ship_from: string; item_id: string }[]>`
    select distinct on (o.priority, o.ordered_at, o.order_id) o.order_id, o.ship_from, l.item_id
    from sales_order_line l join sales_order o using (order_id)
    where l.backordered and l.item_id = any(${arrivals.map((trigger) => trigger.subject)}::text[])
    order by o.priority desc, o.ordered_at, o.order_id`;
}

async function itemsOf(tx: Tx, orders: readonly string[]): Promise<ReadonlyMap<string, string[]>> {
  const items = new Map<string, string[]>();
  const rows = await tx<{ order_id: string; item_id: string }[]>`
    select distinct order_id, item_id from sales_order_line where order_id = any(${orders as string[]}::text[]) and quantity - cancelled - allocated > 0`;
  for (const { order_id, item_id } of rows) items.set(order_id, [...(items.get(order_id) ?? []), item_id]);
  return items;
}

