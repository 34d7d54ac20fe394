// What dealing asks of Postgres: who wants work and has how much, what is free, and who was heard of.
import type { Free, WorkKind } from '#domain/dealing.ts';
import type { Row } from '#domain/tables.ts';
import type { Tx } from './open.ts';
import { upsert } from './rows.ts';
import type { StationWanting } from './store.ts';

/** Any constant serves as the lock's name. */
const LOCK = 7_316_402;

export async function lockDealing(tx: Tx): Promise<boolean> {
  const [row] = await tx<{ taken: boolean }[]>`select pg_try_advisory_xact_lock(${LOCK}) as taken`;
  return row!.taken;
}

export async function stationsWanting(tx: Tx, heardSince: number): Promise<readonly StationWanting[]> {
  return tx<StationWanting[]>`
    select r.warehouse_id, r.device_id, r.kind, c.heard_at, coalesce(has.pieces, 0)::bigint as pieces, coalesce(has.lines, 0)::bigint as lines
    from work_request r join device_contact c on c.device_id = r.device_id and c.heard_at >= ${heardSince} join device d on d.device_id = r.device_id and d.state = 'ACTIVE'
    left join lateral (
      select count(*) as pieces, sum((select count(*) from pick_task t where t.warehouse_id = f.warehouse_id and t.fulfilment_id = f.fulfilment_id and t.open)) as lines
      from fulfilment f where r.kind = 'fulfilment' and f.warehouse_id = r.warehouse_id and f.dealt_to = r.device_id and f.state in ('OPEN', 'PICKING')
      union all
      select count(*), count(*) from count_task k where r.kind = 'count_task' and k.warehouse_id = r.warehouse_id and k.dealt_to = r.device_id and k.state in ('OPEN', 'COUNTING')
      order by pieces desc limit 1
    ) has on true
    where r.open order by r.warehouse_id, r.kind, r.device_id`;
}

export async function freeWork(tx: Tx, warehouse: string, kind: WorkKind, limit: number): Promise<readonly Free[]> {
  if (kind === 'count_task') {
    return tx<Free[]>`
      select task_id as id, 1::bigint as lines from count_task
      where warehouse_id = ${warehouse} and state in ('OPEN', 'COUNTING') and dealt_to is null
      order by due_at nulls last, opened_at, task_id limit ${limit}`;
  }
  return tx<Free[]>`
    select f.fulfilment_id as id, (select count(*) from pick_task t where t.warehouse_id = f.warehouse_id and t.fulfilment_id = f.fulfilment_id and t.open)::bigint as lines
    from fulfilment f
    where f.warehouse_id = ${warehouse} and f.state in ('OPEN', 'PICKING') and f.dealt_to is null and not exists (select from sales_order o where o.order_id = f.order_id and o.state = 'ON_HOLD')
    order by f.priority desc, f.promised_at nulls last, f.created_at, f.fulfilment_id limit ${limit}`;
}

export async function unbegunWork(tx: Tx, warehouse: string, kind: WorkKind, device: string, limit: number): Promise<readonly string[]> {
  const rows = kind === 'count_task'
    ? await tx<{ id: string }[]>`select task_id as id from count_task where warehouse_id = ${warehouse} and dealt_to = ${device} and state = 'OPEN' order by due_at desc nulls first, opened_at desc, task_id desc limit ${limit}`
    : await tx<{ id: string }[]>`
      select fulfilment_id as id from fulfilment where warehouse_id = ${warehouse} and dealt_to = ${device} and state = 'OPEN'
      order by priority, promised_at desc nulls first, created_at desc, fulfilment_id desc limit ${limit}`;
  return rows.map((row) => row.id);
}

/** Beside device_contact, which changes every few seconds and is the server's own, a row that the stations of the warehouse see. */
export async function publishContact(tx: Tx, row: Row<'contact'>): Promise<void> {
  await upsert(tx, 'contact', [row]);
}
