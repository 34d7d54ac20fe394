// Work that the server has not judged yet: read back from its exact bytes, and judged again on the rows of now. What
// was read once is kept, because the bytes never change: a window costs nothing for work that it does not touch.
import type { Command } from '#domain/commands.ts';
import { createSlice } from '#domain/slice.ts';
import { joinValues, type AnyRow, type TableName } from '#domain/tables.ts';
import { judgeAgain, readsOfAll } from '#sync/core/rebase.ts';
import { parseCommand } from '#sync/protocol/upcasts.ts';
import type { Outbox } from '#db/local/outbox.ts';
import type { LocalRows, Written } from '#db/local/rows.ts';

interface Pending {
  readonly rows: LocalRows;
  readonly outbox: Outbox;
}

/** What pending work has asked for. */
export interface Asked {
  /** Whether anything of a table was asked for. */
  about(table: TableName): boolean;
  /** Whether a row answers one of the questions. */
  covers(table: TableName, row: AnyRow): boolean;
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

/** In device order; bytes that are no command are left out. */
export const pendingCommands = (replica: Pick<Pending, 'outbox'>): readonly Command[] => [...readPending(replica.outbox).commands.values()].filter((command) => command !== undefined);

export const askedByPending = (replica: Pick<Pending, 'outbox'>): Asked => readPending(replica.outbox).asked;

interface Known {
  readonly commands: Map<number, Command | undefined>;
  readonly asked: Asked & { add(commands: readonly Command[]): void };
}
const knownOf = new WeakMap<Outbox, Known>();

function readPending(outbox: Outbox): Known {
  const sequences = outbox.pendingSequences();
  const before = knownOf.get(outbox);
  const stillAll = before !== undefined && before.commands.size <= sequences.length && [...before.commands.keys()].every((sequence, i) => sequences[i] === sequence);
  const known = stillAll ? before : { commands: new Map<number, Command | undefined>(), asked: createAsked() };
  const added = sequences.slice(known.commands.size).map((sequence) => {
    const command = before?.commands.get(sequence) ?? read(outbox, sequence);
    known.commands.set(sequence, command);
    return command;
  });
  known.asked.add(added.filter((command) => command !== undefined));
  knownOf.set(outbox, known);
  return known;
}
function read(outbox: Outbox, sequence: number): Command | undefined {
  const parsed = parseCommand(outbox.bytesAt(sequence)!.toString('utf8'));
  return parsed.ok ? parsed.command : undefined;
}

function createAsked(): Known['asked'] {
  const shapes = new Map<TableName, Map<string, { readonly columns: readonly string[]; readonly values: Set<string> }>>();
  return {
    add(commands) {
      for (const { table, where } of readsOfAll(commands)) {
        const columns = Object.keys(where);
        const ofTable = shapes.get(table) ?? new Map<string, { columns: readonly string[]; values: Set<string> }>();
        const shape = ofTable.get(columns.join()) ?? { columns, values: new Set<string>() };
        shape.values.add(joinValues(Object.values(where)));
        shapes.set(table, ofTable.set(columns.join(), shape));
      }
    },
    about: (table) => shapes.has(table),
    covers: (table, row) => [...(shapes.get(table)?.values() ?? [])].some(({ columns, values }) => values.has(joinValues(columns.map((column) => row[column] as string)))),
  };
}
