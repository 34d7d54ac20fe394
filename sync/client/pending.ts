// Work that the server has not judged yet: read back from its exact bytes, and judged again on the rows of now.
import type { Command } from '#domain/commands.ts';
import { createSlice } from '#domain/slice.ts';
import { judgeAgain, readsOfAll } from '#sync/core/rebase.ts';
import { parseCommand } from '#sync/protocol/upcasts.ts';
import type { Outbox } from '#db/local/outbox.ts';
import type { LocalRows, Written } from '#db/local/rows.ts';

interface Pending {
  readonly rows: LocalRows;
  readonly outbox: Outbox;
}

/** Judges all pending commands in order, on rows that hold none of their effects; runs inside the caller's transaction. */
export function redoPending(replica: Pending, written: Written): void {
  const commands = pendingCommands(replica);
  if (commands.length === 0) return;
  const slice = createSlice();
  replica.rows.load(readsOfAll(commands), slice);
  judgeAgain(commands, slice);
  replica.rows.writePending(slice.takeChanges(), written);
}

export function pendingCommands(replica: Pending): readonly Command[] {
  return replica.outbox.pending().flatMap((entry) => {
    const parsed = parseCommand(entry.bytes.toString('utf8'));
    return parsed.ok ? [parsed.command] : [];
  });
}
