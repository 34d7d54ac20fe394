// Goods that are called back and lie in totes and parcels already: their orders are kept back until somebody has looked.
import type { CommandOf } from '#domain/commands.ts';
import { idFrom } from '#domain/ids.ts';
import type { Trigger } from '#db/central/policy-queue.ts';
import type { StoreTx } from '#db/central/store.ts';
import { policyStamp } from '#sync/server/policy-stamp.ts';

const SEPARATOR = '\u001f';
export const recallTrigger = (command: CommandOf<'hold.place'>): readonly Trigger[] =>
  (command.payload.code === 'RECALL' && command.payload.itemId !== '' && command.payload.locationId === '' ? [{ policy: 'recalled', warehouse: command.warehouse, subject: [command.payload.itemId, command.payload.lot, command.payload.holdId].join(SEPARATOR), cause: command.id }] : []);

export async function recalls(tx: StoreTx, triggers: readonly Trigger[], now: number): Promise<readonly CommandOf<'order.place_hold'>[]> {
  const commands: CommandOf<'order.place_hold'>[] = [];
  for (const { warehouse, subject, cause } of triggers.filter((trigger) => trigger.policy === 'recalled')) {
    const [itemId = '', lot = '', holdId = ''] = subject.split(SEPARATOR);
    for (const orderId of await tx.ordersWithPicked(warehouse, itemId, lot)) {
      commands.push({ ...policyStamp('order.place_hold', idFrom(cause, 'item-recall', orderId), warehouse, now), payload: { orderId, kind: 'ITEM_RECALL', note: `${lot === '' ? 'goods' : `lot ${lot}`} in it called back with ${holdId}` } });
    }
  }
  return commands;
}
