// Work that nobody has to press a key for: what the policies should look at, in order, each cause once.
import type { Tx } from './open.ts';
import type { OpenWork, WaitingOrder } from './store.ts';

export interface Trigger {
  readonly policy: 'allocate' | 'stock_arrived' | 'uncovered' | 'suspense_open' | 'near_zero' | 'settle_cancel' | 'refund' | 'photo' | 'transfer' | 'replenish' | 'recalled' | 'shop';
  readonly warehouse: string;
  /** An order for allocate and settle_cancel, a returned unit for refund, a hash for photo, a transfer for transfer, an exception for suspense_open, what it is about and its id for shop (joined); item, lot and hold for recalled (joined); place, item and units left for near_zero (joined); an item for the others. */
  readonly subject: string;
  /** Id of the command that gave the reason; empty where the first reason stands for all of them. */
  readonly cause: string;
  /** Not to be looked at before, and since when it waits, by the server's clock; without them: at once. */
  readonly dueAt?: number;
  readonly since?: number;
}

/** Queues triggers; stock that arrived counts only where demand for it waits, and an item wants replenishment only where it has a pick face. */
export async function enqueue(tx: Tx, triggers: readonly Trigger[]): Promise<void> {
  if (triggers.length === 0) return;
  const of = <K extends keyof Trigger>(name: K) => triggers.map((trigger) => trigger[name]);
  await tx.unsafe(
    `insert into policy_queue (policy, warehouse_id, subject, cause, due_at, since)
     select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::bigint[]) as given(policy, warehouse_id, subject, cause, due_at, since)
     where (policy <> 'stock_arrived' or exists (select from sales_order_line l where l.item_id = subject and l.backordered))
       and (policy <> 'shop' or exists (select from shop_endpoint e where e.active))
       and (policy <> 'replenish' or exists (select from pick_face f where f.warehouse_id = given.warehouse_id and f.item_id = subject))
     on conflict do nothing`,
    [of('policy'), of('warehouse'), of('subject'), of('cause'), triggers.map(({ dueAt = 0 }) => dueAt), triggers.map(({ since = 0 }) => since)] as never[],
    { prepare: true },
  );
}

/** Takes the oldest triggers that are due and that no other service is working on; they are gone when the transaction commits. */
export async function take(tx: Tx, limit: number, now: number): Promise<readonly Trigger[]> {
  const rows = await tx<{ policy: Trigger['policy']; warehouse_id: string; subject: string; cause: string; since: number; entry: number }[]>`
    delete from policy_queue where entry in (select entry from policy_queue where due_at <= ${now} order by entry limit ${limit} for update skip locked)
    returning entry, policy, warehouse_id, subject, cause, since`;
  return rows.toSorted((a, b) => a.entry - b.entry).map(({ policy, warehouse_id, subject, cause, since }) => ({ policy, warehouse: warehouse_id, subject, cause, since }));
}

export async function ordersWaitingFor(tx: Tx, items: readonly string[]): Promise<readonly WaitingOrder[]> {
  if (items.length === 0) return [];
  return tx<WaitingOrder[]>`
    select distinct on (o.priority, o.ordered_at, o.order_id) o.order_id, o.ship_from, l.item_id
    from sales_order_line l join sales_order o using (order_id)
    where l.backordered and l.item_id = any(${items as string[]}::text[])
    order by o.priority desc, o.ordered_at, o.order_id`;
}

export async function openWorkOf(tx: Tx, warehouse: string, item: string): Promise<readonly OpenWork[]> {
  return tx<OpenWork[]>`select distinct order_id, fulfilment_id from pick_task where warehouse_id = ${warehouse} and item_id = ${item} and open order by order_id, fulfilment_id`;
}

/** Orders of which goods of this lot (empty: of any) are in totes or parcels here. */
export async function ordersWithPicked(tx: Tx, warehouse: string, item: string, lot: string): Promise<readonly string[]> {
  const rows = await tx<{ order_id: string }[]>`
    select distinct t.order_id from fulfilment f join pick_task t using (warehouse_id, fulfilment_id) join sales_order o on o.order_id = t.order_id
    where f.warehouse_id = ${warehouse} and f.state not in ('SHIPPED', 'CANCELLED') and t.item_id = ${item} and (${lot} = '' or t.lot in (${lot}, '')) and t.picked > 0 and o.state not in ('SHIPPED', 'CANCELLED', 'CANCEL_REQUESTED', 'CLOSED')
    order by t.order_id`;
  return rows.map((row) => row.order_id);
}

export async function openItemsOf(tx: Tx, orders: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
  const items = new Map<string, string[]>();
  const rows = await tx<{ order_id: string; item_id: string }[]>`
    select distinct order_id, item_id from sales_order_line where order_id = any(${orders as string[]}::text[]) and quantity - cancelled - allocated > 0`;
  for (const { order_id, item_id } of rows) items.set(order_id, [...(items.get(order_id) ?? []), item_id]);
  return items;
}

export async function fulfilmentsOf(tx: Tx, orders: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
  const works = new Map<string, string[]>();
  if (orders.length === 0) return works;
  const rows = await tx<{ order_id: string; fulfilment_id: string }[]>`
    select order_id, fulfilment_id from fulfilment where warehouse_id in (select warehouse_id from warehouse) and order_id = any(${orders as string[]}::text[]) order by fulfilment_id`;
  for (const { order_id, fulfilment_id } of rows) works.set(order_id, [...(works.get(order_id) ?? []), fulfilment_id]);
  return works;
}
