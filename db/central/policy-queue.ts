// Work that nobody has to press a key for: what the policies should look at, in order, each cause once.
import type { Tx } from './open.ts';

export interface Trigger {
  readonly policy: 'allocate' | 'stock_arrived';
  readonly warehouse: string;
  /** An order for allocate, an item for stock_arrived. */
  readonly subject: string;
  /** Id of the command that gave the reason. */
  readonly cause: string;
}

/** Queues triggers; stock that arrived counts only where demand for it waits. */
export async function enqueue(tx: Tx, triggers: readonly Trigger[]): Promise<void> {
  if (triggers.length === 0) return;
  const of = <K extends keyof Trigger>(name: K) => triggers.map((trigger) => trigger[name]);
  await tx.unsafe(
    `insert into policy_queue (policy, warehouse_id, subject, cause)
     select * from unnest($1::text[], $2::text[], $3::text[], $4::text[]) as given(policy, warehouse_id, subject, cause)
     where policy <> 'stock_arrived' or exists (select from sales_order_line l where l.item_id = subject and l.backordered)
     on conflict do nothing`,
    [of('policy'), of('warehouse'), of('subject'), of('cause')] as never[],
    { prepare: true },
  );
}

/** Takes the oldest triggers that no other service is working on; they are gone when the transaction commits. */
export async function take(tx: Tx, limit: number): Promise<readonly Trigger[]> {
  const rows = await tx<{ policy: Trigger['policy']; warehouse_id: string; subject: string; cause: string; entry: number }[]>`
    delete from policy_queue where entry in (select entry from policy_queue order by entry limit ${limit} for update skip locked)
    returning entry, policy, warehouse_id, subject, cause`;
  return rows.toSorted((a, b) => a.entry - b.entry).map(({ policy, warehouse_id, subject, cause }) => ({ policy, warehouse: warehouse_id, subject, cause }));
}
