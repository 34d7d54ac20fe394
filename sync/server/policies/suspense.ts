// Goods that were taken although the books did not have them: mostly another station still holds the receipt or the move
// that covers them. So the bin is counted only when every station of the warehouse has reported since, or after half an hour.
import type { CommandOf } from '#domain/commands.ts';
import { idFrom } from '#domain/ids.ts';
import { createSlice } from '#domain/slice.ts';
import type { Contact } from '#db/central/contacts.ts';
import type { Trigger } from '#db/central/policy-queue.ts';
import type { StoreTx } from '#db/central/store.ts';
import { policyStamp } from '#sync/server/policy-stamp.ts';

const MINUTE = 60_000;
const PATIENCE = 30 * MINUTE;
const LOOK_AGAIN = 5000;
const COUNT_WITHIN = 240 * MINUTE;

/** Count tasks that are due now; what may still be covered by itself is looked at again a little later. */
export async function countsForSuspense(tx: StoreTx, triggers: readonly Trigger[], now: number): Promise<readonly CommandOf<'count.open'>[]> {
  if (triggers.length === 0) return [];
  const slice = createSlice();
  await tx.loadSlice(triggers.map(({ warehouse, subject }) => ({ table: 'exception', where: { warehouse_id: warehouse, exception_id: subject } })), slice);
  const warehouses = [...new Set(triggers.map(({ warehouse }) => warehouse))];
  const contacts = new Map(await Promise.all(warehouses.map(async (warehouse) => [warehouse, await tx.contactsIn(warehouse)] as const)));
  const commands: CommandOf<'count.open'>[] = [];
  const later: Trigger[] = [];
  for (const trigger of triggers) {
    const { warehouse, subject, since = 0 } = trigger;
    const row = slice.get('exception', warehouse, subject);
    if (row?.state !== 'OPEN') continue;
    if (now - since < PATIENCE && !contacts.get(warehouse)!.every((station) => hasReported(station, since))) {
      later.push({ ...trigger, dueAt: now + LOOK_AGAIN });
      continue;
    }
    const task = idFrom('suspense-count', subject, since);
    commands.push({ ...policyStamp('count.open', idFrom(subject, 'suspense_open', since), warehouse, now), payload: { taskId: task, locationId: row.location_id, itemId: row.item_id, trigger: 'SUSPENSE', dueAt: now + COUNT_WITHIN } });
  }
  await tx.enqueue(later);
  return commands;
}

const hasReported = ({ heard_at, unsent }: Contact, since: number): boolean => heard_at > since && unsent === 0;
