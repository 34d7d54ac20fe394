// Orders that were cancelled while this station had their work: where nothing was picked here, or nothing is left to be
// picked, the station says so by itself; in the middle of it, the person does when the picking stops.
import type { CommandOf } from '#domain/commands.ts';
import type { Replica } from '#sync/client/replica.ts';

export function answersDue(replica: Replica): readonly CommandOf<'cancel.answer'>['payload'][] {
  const asked = replica.db.prepare(`
    select order_id as orderId, fulfilment_id as fulfilmentId from fulfilment f where state = 'CANCEL_REQUESTED' and dealt_to = ?
    and (not exists (select 1 from pick_task t where t.warehouse_id = f.warehouse_id and t.fulfilment_id = f.fulfilment_id and (t.picked > 0 or not t.open))
      or not exists (select 1 from pick_task t where t.warehouse_id = f.warehouse_id and t.fulfilment_id = f.fulfilment_id and t.open))`);
  return asked.all(replica.meta.get('device_id')) as { orderId: string; fulfilmentId: string }[];
}
