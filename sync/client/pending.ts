// Work that the server has not judged yet, at the station: read back from its exact bytes when the replica is opened,
// judged again on the rows of now, and held together with its history so that a window costs only what it concerns.
import type { Command } from '#domain/commands.ts';
import { readsOf } from '#domain/decide.ts';
import { createSlice } from '#domain/slice.ts';
import { keyOf, type AnyRow, type TableName } from '#domain/tables.ts';
import { createHistory, type History } from '#sync/core/history.ts';
import { judgeAgain, rebase, sameRow, writesOf, type Arrival, type Rejudged } from '#sync/core/rebase.ts';
import { parseCommand } from '#sync/protocol/upcasts.ts';
import type { Outbox } from '#db/local/outbox.ts';
import type { Kept, LocalRows, Written } from '#db/local/rows.ts';

export interface Judged {
  readonly sequence: number;
  readonly command: Command;
  /** Rows and movements as this command left them. */
  readonly writes: ReturnType<typeof writesOf>;
}
export interface Pending {
  readonly size: number;
  /** Whether the history is there; after a transaction that failed it is not, until all is judged again. */
  readonly known: boolean;
  commands(): Iterable<readonly [sequence: number, command: Command]>;
  /** Judges all pending commands in order, on rows that hold none of their effects; inside the caller's transaction. */
  judgeAll(written: Written): readonly Rejudged[];
  /** Commands that were submitted, after their commit; `kept` as it was answered when their effects were written. */
  submitted(judged: readonly Judged[], kept: Kept): void;
  /** Writes the server's rows and judges again what they concern; inside the caller's transaction. */
  rebase(window: ServerRows, settled: readonly number[], written: Written): readonly Rejudged[];
  /** After a transaction that failed. */
  forget(): void;
}
export interface ServerRows {
  readonly rows: ReadonlyMap<TableName, readonly AnyRow[]>;
  readonly gone: readonly { readonly table: TableName; readonly row: AnyRow }[];
}

export function createPending(rows: LocalRows, outbox: Outbox): Pending {
  let history: History | undefined;

  /** Rows that nobody pending wrote are written at once; the others wait for what pending work makes of them. */
  function arrive(known: History, table: TableName, row: AnyRow | null, place: AnyRow, written: Written): readonly Arrival[] {
    const key = keyOf(table, place);
    const chain = known.chain(table, key);
    if (chain !== undefined) return [{ table, key, before: chain.base, row }];
    const before = rows.at(table, place) ?? null;
    if (sameRow(table, before, row)) return [];
    if (row === null) rows.remove(table, place, written);
    else rows.writeServer(table, [row], written);
    return [{ table, key, before, row }];
  }

  return {
    get size() {
      return history?.size ?? outbox.counts().unsent;
    },
    get known() {
      return history !== undefined;
    },
    commands: () => history?.commands() ?? [],
    judgeAll(written) {
      const made = createHistory();
      const slice = createSlice();
      for (const { sequence, bytes } of outbox.pending()) {
        const parsed = parseCommand(bytes.toString('utf8'));
        if (parsed.ok) made.add(sequence, parsed.command, readsOf(parsed.command));
      }
      rows.load([...made.commands()].flatMap(([sequence]) => made.get(sequence)!.reads), slice);
      const rejudged: Rejudged[] = [];
      const judged = Array.from(made.commands(), ([sequence, command]): Judged => {
        rejudged.push(judgeAgain(sequence, command, slice));
        return { sequence, command, writes: writesOf(slice) };
      });
      history = remember(made, judged, rows.writePending(judged.flatMap(({ writes }) => writes), written));
      return rejudged;
    },
    submitted(judged, kept) {
      if (history === undefined) return;
      for (const { sequence, command } of judged) history.add(sequence, command, readsOf(command));
      history = remember(history, judged, kept);
    },
    rebase(window, settled, written) {
      const known = history!;
      const arrivals: Arrival[] = [];
      for (const [table, list] of window.rows) {
        if (known.about(table)) for (const row of list) arrivals.push(...arrive(known, table, row, row, written));
        else rows.writeServer(table, list, written);
      }
      for (const { table, row } of window.gone) arrivals.push(...arrive(known, table, null, row, written));
      const rebased = rebase(known, arrivals, settled.filter((sequence) => known.get(sequence) !== undefined), (read) => rows.find(read.table, read.where, read.since) as readonly AnyRow[]);
      rows.writeRebased(rebased, written);
      return rebased.rejudged;
    },
    forget() {
      history = undefined;
    },
  };
}

/** The history with these versions in it; undefined when it does not fit what the store keeps, and must be made anew. */
function remember(history: History, judged: readonly Judged[], kept: Kept): History | undefined {
  for (const { sequence, writes } of judged) {
    for (const { table, key, row } of writes) {
      const base = kept.get(table)?.get(key);
      const chain = history.chain(table, key) ?? (base === undefined ? undefined : history.begin(table, key, base));
      // A movement that the server has already was not written.
      if (chain !== undefined) history.wrote(sequence, chain, row);
      else if (table !== 'movement') return undefined;
    }
  }
  return history;
}
