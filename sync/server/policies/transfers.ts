// Transfers of which both sides have said that they are done: what one sent and the other received is compared, and again
// with whatever comes late.
import type { CommandOf } from '#domain/commands.ts';
import { idFrom } from '#domain/ids.ts';
import type { Changes } from '#domain/slice.ts';
import type { Row } from '#domain/tables.ts';
import type { Trigger } from '#db/central/policy-queue.ts';
import type { LogEntry } from '#db/central/command-log.ts';
import { policyStamp } from '#sync/server/policy-stamp.ts';

const told = new Set(['transfer.finish', 'transfer.send', 'transfer.receive']);

export function transferTriggers({ rows }: Changes, entries: readonly LogEntry[]): readonly Trigger[] {
  const cause = entries.findLast((entry) => told.has(entry.type))?.command_id;
  if (cause === undefined) return [];
  const lines = (rows.get('transfer_line') ?? []) as unknown as readonly Row<'transfer_line'>[];
  const documents = (rows.get('transfer') ?? []) as unknown as readonly Row<'transfer'>[];
  return [...new Set([...documents.map((row) => row.transfer_id), ...lines.map((row) => row.transfer_id)])].map((subject) => ({ policy: 'transfer', warehouse: '*', subject, cause }));
}

/** `warehouses`: which sent, by transfer; none for one whose sides have not both finished. */
export const comparisons = (triggers: readonly Trigger[], warehouses: ReadonlyMap<string, string>, now: number): readonly CommandOf<'transfer.compare'>[] =>
  triggers.flatMap(({ subject, cause }) => {
    const warehouse = warehouses.get(subject);
    return warehouse === undefined ? [] : [{ ...policyStamp('transfer.compare', idFrom(cause, 'transfer-compare', subject), warehouse, now), payload: { transferId: subject } }];
  });
