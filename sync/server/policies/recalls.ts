// A recall is of the company: placed or lifted in one warehouse it is placed or lifted in all. Where its goods lie in totes
// and parcels already, their orders are kept back until somebody has looked.
import type { CommandOf } from '#domain/commands.ts';
import { idFrom } from '#domain/ids.ts';
import { createSlice, type Slice } from '#domain/slice.ts';
import type { Row } from '#domain/tables.ts';
import type { Trigger } from '#db/central/policy-queue.ts';
import type { StoreTx } from '#db/central/store.ts';
import { policyStamp, POLICY_DEVICE } from '#sync/server/policy-stamp.ts';

const SEPARATOR = '\u001f';
const LIFTED = 'lifted';
const isRecall = (hold: Pick<Row<'hold'>, 'code' | 'item_id' | 'location_id'>): boolean => hold.code === 'RECALL' && hold.item_id !== '' && hold.location_id === '';

export function recallTrigger(command: CommandOf<'hold.place'> | CommandOf<'hold.release'>, slice: Slice): readonly Trigger[] {
  const hold = slice.get('hold', command.warehouse, command.payload.holdId);
  if (!hold || !isRecall(hold)) return [];
  const trigger = (...more: string[]): Trigger => ({ policy: 'recalled', warehouse: command.warehouse, subject: [hold.item_id, hold.lot, hold.hold_id, ...more].join(SEPARATOR), cause: command.id });
  if (command.type === 'hold.place') return [trigger()];
  // What was lifted by this policy has been lifted everywhere by it.
  return command.device === POLICY_DEVICE ? [] : [trigger(LIFTED)];
}

type Recalled = CommandOf<'order.place_hold'> | CommandOf<'hold.place'> | CommandOf<'hold.release'>;
export async function recalls(tx: StoreTx, triggers: readonly Trigger[], now: number): Promise<readonly Recalled[]> {
  const commands: Recalled[] = [];
  for (const { warehouse, subject, cause } of triggers.filter((trigger) => trigger.policy === 'recalled')) {
    const [itemId = '', lot = '', holdId = '', what = ''] = subject.split(SEPARATOR);
    commands.push(...(await elsewhere(tx, warehouse, holdId, what === LIFTED, cause, now)));
    if (what === LIFTED) continue;
    for (const orderId of await tx.ordersWithPicked(warehouse, itemId, lot)) {
      commands.push({ ...policyStamp('order.place_hold', idFrom(cause, 'item-recall', orderId), warehouse, now), payload: { orderId, kind: 'ITEM_RECALL', note: `${lot === '' ? 'goods' : `lot ${lot}`} in it called back with ${holdId}` } });
    }
  }
  return commands;
}

/** The same hold, under the same number and by whoever decided it, in the warehouses that do not have it or still have it; as it stands by now where it was decided. */
async function elsewhere(tx: StoreTx, warehouse: string, holdId: string, lifted: boolean, cause: string, now: number): Promise<readonly Recalled[]> {
  const all = await tx.warehouses();
  const slice = createSlice();
  await tx.loadSlice(all.map((warehouse_id) => ({ table: 'hold', where: { warehouse_id, hold_id: holdId } })), slice);
  const hold = slice.get('hold', warehouse, holdId);
  if (!hold || (hold.state === 'PLACED') === lifted) return [];
  return all.filter((other) => other !== warehouse).flatMap((other): Recalled[] => {
    const theirs = slice.get('hold', other, holdId);
    const id = idFrom(cause, 'recall', other);
    if (lifted) return theirs?.state === 'PLACED' ? [{ ...policyStamp('hold.release', id, other, now), person: hold.released_by ?? hold.placed_by, payload: { holdId, itemId: theirs.item_id, locationId: '', itemIds: [] } }] : [];
    return theirs ? [] : [{ ...policyStamp('hold.place', id, other, now), person: hold.placed_by, payload: { holdId, itemId: hold.item_id, lot: hold.lot, serial: hold.serial, locationId: '', code: hold.code, note: hold.note } }];
  });
}
