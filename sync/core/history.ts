// What pending work asked for and what it wrote, command by command: whose judgement a changed row could alter, and
// what a row looked like to a command in the middle of the queue. Kept in memory, made anew by judging all of it again.
import type { Command } from '#domain/commands.ts';
import { isSince, type Read } from '#domain/slice.ts';
import { joinValues, type AnyRow, type TableName } from '#domain/tables.ts';

/** One row as pending work knows it: the server's version, and behind it a version per command that wrote it, in order. */
export interface Chain {
  readonly table: TableName;
  readonly key: string;
  base: AnyRow | null;
  readonly versions: Version[];
  /** Where it is found by the values that one of its versions has, or had. */
  readonly marks: (readonly [shape: Shape, values: string])[];
}
interface Version {
  readonly sequence: number;
  readonly row: AnyRow;
}
interface Kept {
  readonly command: Command;
  readonly reads: readonly Read[];
  readonly wrote: Set<Chain>;
}
/** A list of columns by which rows are asked for: who asked for which values, and which written rows ever had them. A lower bound is left out: who asked is concerned, however old the row. */
interface Shape {
  readonly columns: readonly string[];
  readonly askers: Map<string, number[]>;
  readonly rows: Map<string, Set<Chain>>;
}

export interface History {
  readonly size: number;
  /** Of all commands that are kept, in device order. */
  commands(): Iterable<readonly [sequence: number, command: Command]>;
  get(sequence: number): Kept | undefined;
  add(sequence: number, command: Command, reads: readonly Read[]): void;
  chain(table: TableName, key: string): Chain | undefined;
  /** For a row that no pending command wrote before; `base` is what the server has. */
  begin(table: TableName, key: string, base: AnyRow | null): Chain;
  wrote(sequence: number, chain: Chain, row: AnyRow): void;
  /** Takes the versions of one command away; answers them with what they were. */
  takeBack(sequence: number): readonly { readonly chain: Chain; readonly row: AnyRow }[];
  /** A command that is pending no more; its versions were taken back before. */
  forget(sequence: number): void;
  rebased(chain: Chain, base: AnyRow | null): void;
  /** Forgets a chain that has no versions left. */
  drop(chain: Chain): void;
  /** Whether anything of a table was asked for or written. */
  about(table: TableName): boolean;
  /** The first command behind `after` that asked for one of these versions of a row, or wrote it; Infinity for none. */
  nextConcerned(table: TableName, key: string, looks: readonly (AnyRow | null)[], after: number): number;
  /** Rows written by anybody that answer a question in the version that stands before `sequence`. */
  writtenRows(read: Read, sequence: number): readonly AnyRow[];
}

export function createHistory(): History {
  const kept = new Map<number, Kept>();
  const shapes = new Map<TableName, Map<string, Shape>>();
  const chains = new Map<TableName, Map<string, Chain>>();

  function shapeOf(table: TableName, columns: readonly string[]): Shape {
    const ofTable = shapes.get(table) ?? new Map<string, Shape>();
    shapes.set(table, ofTable);
    const name = columns.join();
    const known = ofTable.get(name);
    if (known) return known;
    const made: Shape = { columns, askers: new Map(), rows: new Map() };
    ofTable.set(name, made);
    for (const chain of chains.get(table)?.values() ?? []) for (const row of versionsOf(chain)) mark(made, chain, row);
    return made;
  }
  const shapesOf = (table: TableName): Iterable<Shape> => shapes.get(table)?.values() ?? [];
  function marked(chain: Chain, row: AnyRow | null): void {
    if (row !== null) for (const shape of shapesOf(chain.table)) mark(shape, chain, row);
  }

  return {
    get size() {
      return kept.size;
    },
    *commands() {
      for (const [sequence, { command }] of kept) yield [sequence, command];
    },
    get: (sequence) => kept.get(sequence),
    add(sequence, command, reads) {
      kept.set(sequence, { command, reads, wrote: new Set() });
      for (const { table, where } of reads) {
        const { askers } = shapeOf(table, Object.keys(where));
        const values = joinValues(Object.values(where));
        const list = askers.get(values);
        if (!list) askers.set(values, [sequence]);
        else if (list.at(-1) !== sequence) list.push(sequence);
      }
    },
    chain: (table, key) => chains.get(table)?.get(key),
    begin(table, key, base) {
      const ofTable = chains.get(table) ?? new Map<string, Chain>();
      const chain: Chain = { table, key, base, versions: [], marks: [] };
      chains.set(table, ofTable.set(key, chain));
      marked(chain, base);
      return chain;
    },
    wrote(sequence, chain, row) {
      chain.versions.splice(firstFrom(chain.versions, sequence), 0, { sequence, row });
      marked(chain, row);
      kept.get(sequence)!.wrote.add(chain);
    },
    takeBack(sequence) {
      const { wrote } = kept.get(sequence)!;
      const taken = Array.from(wrote, (chain) => {
        const at = firstFrom(chain.versions, sequence);
        return { chain, row: chain.versions.splice(at, 1)[0]!.row };
      });
      wrote.clear();
      return taken;
    },
    forget(sequence) {
      for (const { table, where } of kept.get(sequence)!.reads) {
        const { askers } = shapeOf(table, Object.keys(where));
        const values = joinValues(Object.values(where));
        const list = askers.get(values);
        if (list === undefined) continue;
        const at = firstBehind(list, sequence - 1);
        if (list[at] === sequence) list.splice(at, 1);
        if (list.length === 0) askers.delete(values);
      }
      kept.delete(sequence);
    },
    rebased(chain, base) {
      chain.base = base;
      marked(chain, base);
    },
    drop(chain) {
      chains.get(chain.table)?.delete(chain.key);
      for (const [shape, values] of chain.marks) {
        const found = shape.rows.get(values)!;
        found.delete(chain);
        if (found.size === 0) shape.rows.delete(values);
      }
    },
    about: (table) => shapes.has(table) || chains.has(table),
    nextConcerned(table, key, looks, after) {
      let next = Infinity;
      for (const shape of shapesOf(table)) {
        for (const row of looks) {
          const list = row === null ? undefined : shape.askers.get(valuesOf(shape, row));
          const found = list === undefined ? undefined : list[firstBehind(list, after)];
          if (found !== undefined && found < next) next = found;
        }
      }
      const versions = chains.get(table)?.get(key)?.versions ?? [];
      return Math.min(next, versions[firstFrom(versions, after + 1)]?.sequence ?? Infinity);
    },
    writtenRows({ table, where, since }, sequence) {
      const columns = Object.keys(where);
      const values = joinValues(Object.values(where));
      const shape = shapeOf(table, columns);
      return [...(shape.rows.get(values) ?? [])].flatMap((chain) => {
        const row = versionBefore(chain, sequence);
        return row !== null && valuesOf(shape, row) === values && (since === undefined || isSince(row, since)) ? [row] : [];
      });
    },
  };
}

/** What a row was to the command of this number: the last version before it, else the server's. */
export function versionBefore({ base, versions }: Chain, sequence: number): AnyRow | null {
  const at = firstFrom(versions, sequence) - 1;
  return at < 0 ? base : versions[at]!.row;
}

const versionsOf = ({ base, versions }: Chain): readonly AnyRow[] => [...(base === null ? [] : [base]), ...versions.map(({ row }) => row)];
const valuesOf = ({ columns }: Shape, row: AnyRow): string => joinValues(columns.map((column) => row[column] as string));
function mark(shape: Shape, chain: Chain, row: AnyRow): void {
  const values = valuesOf(shape, row);
  const known = shape.rows.get(values) ?? new Set();
  if (known.has(chain)) return;
  shape.rows.set(values, known.add(chain));
  chain.marks.push([shape, values]);
}
/** Place of the first version by this command or a later one. */
function firstFrom(versions: readonly { readonly sequence: number }[], sequence: number): number {
  let [low, high] = [0, versions.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (versions[middle]!.sequence < sequence) low = middle + 1;
    else high = middle;
  }
  return low;
}
function firstBehind(sequences: readonly number[], after: number): number {
  let [low, high] = [0, sequences.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sequences[middle]! <= after) low = middle + 1;
    else high = middle;
  }
  return low;
}
