// Who has which work, and what is to be put back: from this replica, so it answers without a network too.
import type { Row } from '#domain/tables.ts';
import type { Replica } from '#sync/client/replica.ts';
import type { DealtWork, StationAtWork } from './contract.ts';

/** Goods that are still to leave a tote or cart, oldest first. */
export const openPutBacks = ({ db, rows }: Replica, warehouse: string): readonly Row<'put_back'>[] =>
  (db.prepare(`select put_back_id from put_back where "open" = 1 and warehouse_id = ? order by created_at, put_back_id`).pluck().all(warehouse) as string[]).flatMap((put_back_id) => rows.find('put_back', { warehouse_id: warehouse, put_back_id }));

/** The stations of the warehouse with the work that is dealt to them; those that were never heard of and have none are left out. */
export function stationsAtWork({ db, rows }: Replica, warehouse: string): readonly StationAtWork[] {
  const contacts = new Map(rows.find('contact', { warehouse_id: warehouse }).map((row) => [row.device_id, row]));
  const wants = new Set(rows.find('work_request', { warehouse_id: warehouse }).filter((row) => row.open).map((row) => row.device_id));
  const dealt = Map.groupBy(dealtWork(db, warehouse), (work) => work.deviceId);
  return rows.find('device', {}).filter((row) => row.home_warehouse === warehouse && row.kind !== 'import' && (contacts.has(row.device_id) || dealt.has(row.device_id)))
    .map((row): StationAtWork => {
      const contact = contacts.get(row.device_id);
      return {
        deviceId: row.device_id, name: row.name, heardAt: contact?.last_contact_at ?? row.last_seen_at, unsent: contact?.unsent ?? 0, personId: contact?.person_id ?? null, wants: wants.has(row.device_id),
        work: (dealt.get(row.device_id) ?? []).map(({ deviceId: _device, ...work }) => work),
      };
    });
}

function dealtWork(db: Replica['db'], warehouse: string): readonly (DealtWork & { readonly deviceId: string })[] {
  const picks = db.prepare(`
    select f.dealt_to as deviceId, f.fulfilment_id as id, f.order_id as title, f.state, f.dealt_at as dealtAt,
      (select count(*) from pick_task t where t.warehouse_id = f.warehouse_id and t.fulfilment_id = f.fulfilment_id) as lines,
      (select count(*) from pick_task t where t.warehouse_id = f.warehouse_id and t.fulfilment_id = f.fulfilment_id and t."open" = 0) as done
    from fulfilment f where f.warehouse_id = ? and f.dealt_to is not null and f.state in ('OPEN', 'PICKING', 'CANCEL_REQUESTED') order by f.priority desc, f.promised_at, f.fulfilment_id`);
  const counts = db.prepare(`
    select dealt_to as deviceId, task_id as id, location_id as title, state, dealt_at as dealtAt, 1 as lines, 0 as done from count_task
    where warehouse_id = ? and dealt_to is not null and state in ('OPEN', 'COUNTING') order by due_at, task_id`);
  type Found = Omit<DealtWork, 'kind'> & { readonly deviceId: string };
  return [...(picks.all(warehouse) as Found[]).map((row) => ({ ...row, kind: 'fulfilment' as const })), ...(counts.all(warehouse) as Found[]).map((row) => ({ ...row, kind: 'count_task' as const }))];
}
