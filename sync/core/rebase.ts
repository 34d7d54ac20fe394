// Pending work on fresh rows. Every command that still waits for the server stands judged as if its key had been
// pressed on the server's rows of now; its id, time and words stay what they were. Judged again is only what read or
// wrote a row that is not what it was when that command was judged, and what depends on that in turn.
import type { Command } from '#domain/commands.ts';
import { needsServer } from '#domain/decide.ts';
import { createSlice, type Read, type Slice } from '#domain/slice.ts';
import { definitionOf, joinValues, keyColumns, keyOf, type AnyRow, type TableName } from '#domain/tables.ts';
import { judge, type Judgement } from '#sync/conflict/judge.ts';
import { createAgenda } from './agenda.ts';
import { versionBefore, type Chain, type History } from './history.ts';

export interface Rejudged {
  readonly sequence: number;
  readonly command: Command;
  /** Absent for what only the server decides: it has no effect until its rows come down. */
  readonly judgement?: Judgement;
}
/** A row as the server has it now, with what it was; null where there is none. */
export interface Arrival {
  readonly table: TableName;
  readonly key: string;
  readonly before: AnyRow | null;
  readonly row: AnyRow | null;
}
export interface Rebased {
  readonly rejudged: readonly Rejudged[];
  /** Rows that pending work writes, or wrote, and that are not what they were. */
  readonly rows: readonly Named[];
  /** The server's version of rows that pending work writes: to be kept, or dropped where it writes them no more. */
  readonly keep: readonly Named[];
  readonly release: readonly Pick<Named, 'table' | 'key'>[];
}
export interface Named {
  readonly table: TableName;
  readonly key: string;
  readonly row: AnyRow | null;
}

/** Judges one command on a slice that holds everything before it; the slice then holds its effects as well. */
export function judgeAgain(sequence: number, command: Command, slice: Slice): Rejudged {
  return needsServer(command, slice) ? { sequence, command } : { sequence, command, judgement: judge(command, slice) };
}

/** A row that is not what it was to the commands from some place in the queue on. */
interface Difference {
  readonly table: TableName;
  readonly key: string;
  readonly was: AnyRow | null;
  readonly is: AnyRow | null;
}

/**
 * Goes through the queue from its front, from one concerned command to the next. Between two of them a row has one
 * difference: what it was to the commands there, and what it is now. A command whose new effects are its old ones
 * passes no difference on, so whoever depends only on it is left alone.
 *
 * `arrivals` that no pending work wrote stand in the store already; `settled` commands are pending no more; `find`
 * answers from the store, which is read but not written here; `again` judges one command on a slice of what it asked
 * for. The history is brought to what is answered.
 */
export function rebase(history: History, arrivals: readonly Arrival[], settled: readonly number[], find: (read: Read) => readonly AnyRow[], again: typeof judgeAgain = judgeAgain): Rebased {
  const differences = new Map<string, Difference>();
  const agenda = createAgenda();
  const touched = new Set<Chain>();
  const begun = new Set<Chain>();
  const rejudged: Rejudged[] = [];
  const over = new Set(settled);

  function differs(table: TableName, key: string, was: AnyRow | null, is: AnyRow | null, from: number): void {
    const name = nameOf(table, key);
    if (sameRow(table, was, is)) return void differences.delete(name);
    const difference = { table, key, was, is };
    differences.set(name, difference);
    pass(name, difference, from);
  }
  function pass(name: string, { table, key, was, is }: Difference, after: number): void {
    const next = history.nextConcerned(table, key, [was, is], after);
    if (next !== Infinity) agenda.add(next, name);
  }
  function redo(sequence: number): void {
    const { command } = history.get(sequence)!;
    const was = new Map(history.takeBack(sequence).map(({ chain, row }) => [chain, row]));
    const written = over.has(sequence) ? [] : judgeHere(sequence, command);
    const is = new Map(written.map(({ table, key, row }) => [chainFor(table, key), row] as const));
    for (const chain of new Set([...was.keys(), ...is.keys()])) {
      touched.add(chain);
      const { table, key } = chain;
      const here = versionBefore(chain, sequence);
      const before = differences.get(nameOf(table, key));
      const row = isServers(chain) ? undefined : is.get(chain);
      if (row !== undefined) history.wrote(sequence, chain, row);
      differs(table, key, was.get(chain) ?? (before === undefined ? here : before.was), row ?? here, sequence);
    }
    if (over.has(sequence)) history.forget(sequence);
  }
  function chainFor(table: TableName, key: string): Chain {
    const known = history.chain(table, key);
    if (known !== undefined) return known;
    const chain = history.begin(table, key, find({ table, where: keyColumns(table, key) })[0] ?? null);
    begun.add(chain);
    return chain;
  }
  function judgeHere(sequence: number, command: Command): readonly { readonly table: TableName; readonly key: string; readonly row: AnyRow }[] {
    const slice = createSlice();
    const seen = new Set<string>();
    for (const read of history.get(sequence)!.reads) {
      const name = `${read.table} ${Object.keys(read.where).join()} ${joinValues(Object.values(read.where))} ${read.since?.value ?? ''}`;
      if (seen.has(name)) continue;
      seen.add(name);
      slice.load(read.table, find(read).filter((row) => history.chain(read.table, keyOf(read.table, row)) === undefined) as never);
      slice.load(read.table, history.writtenRows(read, sequence) as never);
    }
    rejudged.push(again(sequence, command, slice));
    return writesOf(slice);
  }

  for (const { table, key, before, row } of arrivals) {
    const chain = history.chain(table, key);
    if (chain !== undefined) {
      touched.add(chain);
      history.rebased(chain, row);
    }
    const earlier = differences.get(nameOf(table, key));
    differs(table, key, earlier === undefined ? before : earlier.was, row, 0);
  }
  for (const sequence of settled) agenda.add(sequence);
  for (let next = agenda.take(); next !== undefined; next = agenda.take()) {
    const { sequence, names } = next;
    const causes = names.flatMap((name) => {
      const difference = differences.get(name);
      return difference === undefined ? [] : [[name, difference] as const];
    });
    if (causes.length > 0 || over.has(sequence)) redo(sequence);
    // What this command did not write itself goes on to the next one.
    for (const [name, difference] of causes) if (differences.get(name) === difference) pass(name, difference, sequence);
  }
  const gone = [...touched].filter((chain) => chain.versions.length === 0);
  for (const chain of gone) history.drop(chain);
  return {
    rejudged,
    rows: [...touched].flatMap((chain) => {
      const { table, key } = chain;
      const row = chain.versions.at(-1)?.row ?? chain.base;
      // What nobody had written before stands in the store as the server has it, and not as it was.
      const same = begun.has(chain) ? sameRow(table, row, chain.base) : !differences.has(nameOf(table, key));
      return same ? [] : [{ table, key, row }];
    }),
    keep: [...touched].filter((chain) => chain.versions.length > 0).map(({ table, key, base }) => ({ table, key, row: base })),
    release: gone,
  };
}

/** What judging changed in a slice since the last call. */
export function writesOf(slice: Slice): readonly { readonly table: TableName; readonly key: string; readonly row: AnyRow }[] {
  const { rows, movements } = slice.takeChanges();
  return [
    ...[...rows].flatMap(([table, list]) => list.map((row) => ({ table, key: keyOf(table, row), row }))),
    ...movements.map((row) => ({ table: 'movement' as const, key: keyOf('movement', row), row: row as AnyRow })),
  ];
}

/** Movements never change: one that the server has is the server's, and pending work does not write it again. */
const isServers = ({ table, base }: Chain): boolean => table === 'movement' && base !== null;

const nameOf = (table: TableName, key: string): string => `${table} ${key}`;
/** In every column; JSON counts as its text, because that is what a store keeps. */
export function sameRow(table: TableName, a: AnyRow | null, b: AnyRow | null): boolean {
  if (a === null || b === null) return a === b;
  return Object.keys(definitionOf(table).columns).every((column) => {
    const [one, other] = [a[column] ?? null, b[column] ?? null];
    return one === other || (typeof one === 'object' && JSON.stringify(one) === JSON.stringify(other));
  });
}
