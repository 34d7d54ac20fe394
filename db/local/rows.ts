// Rows of the catalogue in SQLite: answer a slice's reads, write what events changed, and keep the server's version
// of every row that pending work touches, so that the work can be taken back and judged again.
import type { Database, Statement } from 'better-sqlite3';
import { indexOf, type Read, type Since, type Slice } from '#domain/slice.ts';
import { definitionOf, joinValues, keyColumns, keyOf, type AnyRow, type Json, type Row, type TableName } from '#domain/tables.ts';

type Stored = string | number | null;
export type Written = Map<TableName, Map<string, AnyRow | null>>;
/** A row by its place; null where there is none. */
export interface Placed {
  readonly table: TableName;
  readonly key: string;
  readonly row: AnyRow | null;
}
/** The server's version of rows that pending work writes for the first time. */
export type Kept = ReadonlyMap<TableName, ReadonlyMap<string, AnyRow | null>>;

export interface LocalRows {
  load(reads: readonly Read[], slice: Slice): void;
  find<T extends TableName>(table: T, where: Readonly<Record<string, string | number | boolean>>, since?: Since): readonly Row<T>[];
  at(table: TableName, row: AnyRow): AnyRow | undefined;
  /** Writes rows and movements of pending work, the last version of each; answers the server's, kept unless one was kept already. */
  writePending(writes: readonly Placed[], written: Written): Kept;
  /** Writes rows as rebased pending work leaves them, and which versions of the server are kept beside them. */
  writeRebased(rebased: { readonly rows: readonly Placed[]; readonly keep: readonly Placed[]; readonly release: readonly Pick<Placed, 'table' | 'key'>[] }, written: Written): void;
  /** Writes rows as the server has them. */
  writeServer(table: TableName, rows: readonly AnyRow[], written: Written): void;
  remove(table: TableName, row: AnyRow, written: Written): void;
  /** Takes all pending work back, newest state of the server in its place. */
  undoPending(written: Written): void;
  /** Tables and keys that pending work has changed. */
  isTouched(table: TableName, key: string): boolean;
}

export function createLocalRows(db: Database): LocalRows {
  const statements = new Map<string, Statement>();
  const lookups = new Map<string, Statement>();
  const prepared = (text: string): Statement => {
    const known = statements.get(text);
    if (known) return known;
    const made = db.prepare(text);
    statements.set(text, made);
    return made;
  };
  const keepShadow = () => prepared('insert or ignore into shadow (table_name, row_key, before) values (?, ?, ?)');

  function find<T extends TableName>(table: T, where: Readonly<Record<string, string | number | boolean>>, since?: Since): readonly Row<T>[] {
    const columns = Object.keys(where);
    const name = `${table}:${columns.join()}:${since?.column ?? ''}`;
    let statement = lookups.get(name);
    if (statement === undefined) {
      const conditions = [...columns.map((c) => `"${c}" = ?`), ...(since === undefined ? [] : [`"${since.column}" >= ?`])];
      statement = db.prepare(`select ${columnList(table)} from "${table}"${indexFor(table, columns, since)}${conditions.length === 0 ? '' : ` where ${conditions.join(' and ')}`}`);
      lookups.set(name, statement);
    }
    const rows = statement.all([...Object.values(where).map(store), ...(since === undefined ? [] : [since.value])]) as Record<string, Stored>[];
    return decodeAll(table, rows) as unknown as readonly Row<T>[];
  }
  function current(table: TableName, row: AnyRow): AnyRow | undefined {
    const { key } = definitionOf(table);
    return find(table, Object.fromEntries(key.map((column) => [column, row[column] as string | number])))[0];
  }
  function put(table: TableName, row: AnyRow): void {
    prepared(upsertText(table)).run(encode(table, row));
  }
  /** Writes the columns that the row had then: this also runs before a migration, when the newest are not there yet. */
  function restore(table: TableName, row: AnyRow): void {
    const types = definitionOf(table).columns;
    const columns = Object.keys(row);
    const values = columns.map((column) => (row[column] !== null && types[column]?.startsWith('json') ? JSON.stringify(row[column]) : store(row[column] as string | number | boolean | null)));
    prepared(`insert into "${table}" (${columns.map((c) => `"${c}"`).join(', ')}) values (${columns.map(() => '?').join(', ')}) on conflict (${definitionOf(table).key.map((c) => `"${c}"`).join(', ')}) do update set ${columns.map((c) => `"${c}" = excluded."${c}"`).join(', ')}`).run(values);
  }
  function drop(table: TableName, row: AnyRow): void {
    const { key } = definitionOf(table);
    prepared(`delete from "${table}" where ${key.map((c) => `"${c}" = ?`).join(' and ')}`).run(key.map((column) => store(row[column] as string)));
  }
  function writePendingRow(table: TableName, key: string, row: AnyRow, written: Written, kept: Written): void {
    if (!prepared('select 1 from shadow where table_name = ? and row_key = ?').get(table, key)) {
      const before = current(table, row) ?? null;
      keepShadow().run(table, key, shadowText(table, before));
      note(kept, table, key, before);
    }
    put(table, row);
    note(written, table, key, row);
  }

  /** Movements never change: one that is there already is the server's, and stays when pending work is taken back. */
  function writePendingMovement(key: string, row: AnyRow, written: Written, kept: Written): void {
    if (prepared(insertNewText('movement')).run(encode('movement', row)).changes === 0) return;
    keepShadow().run('movement', key, null);
    note(kept, 'movement', key, null);
    note(written, 'movement', key, row);
  }

  return {
    find,
    load(reads, slice) {
      const seen = new Set<string>();
      for (const { table, where, since } of reads) {
        const key = `${table}:${Object.keys(where).join()}:${joinValues(Object.values(where))}${since === undefined ? '' : `:${since.column}:${since.value}`}`;
        if (seen.has(key)) continue;
        seen.add(key);
        slice.load(table, find(table, where, since));
      }
    },
    at: current,
    writePending(writes, written) {
      const last: Written = new Map();
      for (const { table, key, row } of writes) note(last, table, key, row);
      const kept: Written = new Map();
      for (const [table, rows] of last) {
        for (const [key, row] of rows) {
          if (table === 'movement') writePendingMovement(key, row!, written, kept);
          else writePendingRow(table, key, row!, written, kept);
        }
      }
      return kept;
    },
    writeRebased({ rows, keep, release }, written) {
      for (const { table, key, row } of rows) {
        if (row === null) drop(table, keyColumns(table, key));
        else put(table, row);
        note(written, table, key, row);
      }
      for (const { table, key, row } of keep) prepared('insert into shadow (table_name, row_key, before) values (?, ?, ?) on conflict do update set before = excluded.before').run(table, key, shadowText(table, row));
      for (const { table, key } of release) prepared('delete from shadow where table_name = ? and row_key = ?').run(table, key);
    },
    writeServer(table, rows, written) {
      const statement = prepared(upsertText(table));
      for (const row of rows) {
        statement.run(encode(table, row));
        note(written, table, keyOf(table, row), row);
      }
    },
    remove(table, row, written) {
      drop(table, row);
      note(written, table, keyOf(table, row), null);
    },
    undoPending(written) {
      const shadows = prepared('select table_name, row_key, before from shadow').all() as { table_name: TableName; row_key: string; before: string | null }[];
      for (const { table_name: table, row_key: key, before } of shadows) {
        if (before === null) drop(table, keyColumns(table, key));
        else restore(table, JSON.parse(before) as AnyRow);
        note(written, table, key, before === null ? null : (JSON.parse(before) as AnyRow));
      }
      prepared('delete from shadow').run();
    },
    isTouched: (table, key) => prepared('select 1 from shadow where table_name = ? and row_key = ?').get(table, key) !== undefined,
  };
}

/**
 * Names the index of a lookup. Left to itself, SQLite without statistics walks the primary key by its first column, the
 * warehouse, and so through all rows.
 */
function indexFor(table: TableName, columns: readonly string[], since: Since | undefined): string {
  const index = indexOf(table, columns, since?.column);
  return index === undefined ? '' : ` indexed by "${table}_by_${index.filter((column) => column !== 'warehouse_id').join('_')}"`;
}

const shadowText = (table: TableName, row: AnyRow | null): string | null => (row === null ? null : JSON.stringify(Object.fromEntries(Object.keys(definitionOf(table).columns).map((column) => [column, row[column] ?? null]))));
function note(noted: Written, table: TableName, key: string, row: AnyRow | null): void {
  const rows = noted.get(table);
  if (rows) rows.set(key, row);
  else noted.set(table, new Map([[key, row]]));
}

export const columnList = (table: TableName): string => Object.keys(definitionOf(table).columns).map((column) => `"${column}"`).join(', ');

const texts = new Map<string, string>();
const remembered = (name: string, make: () => string): string => {
  const text = texts.get(name) ?? make();
  texts.set(name, text);
  return text;
};
const insertText = (table: TableName): string =>
  `insert into "${table}" (${columnList(table)}) values (${Object.keys(definitionOf(table).columns).map(() => '?').join(', ')}) on conflict (${definitionOf(table).key.map((c) => `"${c}"`).join(', ')}) do`;
const insertNewText = (table: TableName): string => remembered(`new ${table}`, () => `${insertText(table)} nothing`);
export const upsertText = (table: TableName): string => remembered(table, () => {
  const { key, columns } = definitionOf(table);
  const rest = Object.keys(columns).filter((column) => !key.includes(column));
  return `${insertText(table)} ${rest.length === 0 ? 'nothing' : `update set ${rest.map((column) => `"${column}" = excluded."${column}"`).join(', ')}`}`;
});

export function encode(table: TableName, row: AnyRow): Stored[] {
  return Object.entries(definitionOf(table).columns).map(([column, type]) => {
    const value = row[column] ?? null;
    return value !== null && type.startsWith('json') ? JSON.stringify(value) : store(value as string | number | boolean | null);
  });
}
const store = (value: string | number | boolean | null): Stored => (typeof value === 'boolean' ? Number(value) : value);

type OddColumn = readonly [column: string, type: 'bool' | 'json'];
const odd = new Map<TableName, readonly OddColumn[]>();
function decodeAll(table: TableName, rows: Record<string, Stored>[]): readonly AnyRow[] {
  let columns = odd.get(table);
  if (!columns) {
    columns = Object.entries(definitionOf(table).columns).flatMap(([column, type]): OddColumn[] => (type.startsWith('bool') ? [[column, 'bool']] : type.startsWith('json') ? [[column, 'json']] : []));
    odd.set(table, columns);
  }
  if (columns.length === 0) return rows;
  for (const row of rows as Record<string, Json>[]) {
    for (const [column, type] of columns) {
      const value = row[column];
      if (value !== null && value !== undefined) row[column] = type === 'bool' ? value === 1 : (JSON.parse(value as string) as Json);
    }
  }
  return rows;
}
