// Photos that work has named: looked for once they should have come.
import { PHOTO_PATIENCE } from '#domain/attachments.ts';
import type { CommandOf } from '#domain/commands.ts';
import { idFrom } from '#domain/ids.ts';
import { createSlice, type Changes } from '#domain/slice.ts';
import type { Row } from '#domain/tables.ts';
import type { Trigger } from '#db/central/policy-queue.ts';
import type { StoreTx } from '#db/central/store.ts';
import { policyStamp } from '#sync/server/policy-stamp.ts';

export function photoTriggers({ rows }: Changes, now: number): readonly Trigger[] {
  const named = (rows.get('attachment') ?? []) as unknown as readonly Row<'attachment'>[];
  return named.filter((row) => row.arrived_at === null).map((row) => ({ policy: 'photo', warehouse: row.warehouse_id, subject: row.hash, cause: row.command_id, dueAt: now + PHOTO_PATIENCE, since: now }));
}

/** Says of each that has not come by now that it is missed. */
export async function missedPhotos(tx: StoreTx, triggers: readonly Trigger[], now: number): Promise<readonly CommandOf<'attachment.miss'>[]> {
  const waiting = triggers.filter((trigger) => trigger.policy === 'photo');
  if (waiting.length === 0) return [];
  const slice = createSlice();
  await tx.loadSlice(waiting.map(({ warehouse, subject }) => ({ table: 'attachment', where: { warehouse_id: warehouse, hash: subject } })), slice);
  return waiting.filter(({ warehouse, subject }) => slice.list('attachment', { warehouse_id: warehouse, hash: subject }).some((row) => row.arrived_at === null))
    .map(({ warehouse, subject, cause }) => ({ ...policyStamp('attachment.miss', idFrom(cause, 'photo-missed', warehouse, subject), warehouse, now), payload: { hash: subject } }));
}
