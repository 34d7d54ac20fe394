// Rows of the catalogue in Postgres: answer a slice's reads set by set, and write what events changed, set by set.
// Positions are written by adding, never by setting, so the sum of movements and the position cannot part.
import { positionChanges } from '#domain/positions.ts';
import type { Changes, Read, Slice } from '#domain/slice.ts';
import { definitionOf, joinValues, keyOf, type AnyRow, type Column, type Row, type TableName } from '#domain/tables.ts';
import type { Tx } from './open.ts';

const quote = (name: string): string => `"${name}"`;
const sqlType = (column: Column): string => ({ text: 'text', int: 'bigint', bool: 'boolean', json: 'jsonb' })[column.replace('?', '') as 'text'];
const columnsOf = (table: TableName): readonly string[] => Object.keys(definitionOf(table).columns);
export const columnList = (table: TableName, alias = ''): string => columnsOf(table).map((column) => `${alias}${quote(column)}`).join(', ');

/** Takes the locks of the reads' roots, in one sorted order; roots that do not exist yet are made. */
export async function lockRoots(tx: Tx, reads: readonly Read[]): Promise<void> {
  const names = [...new Set(reads.flatMap((read) => (read.lock === undefined ? [] : [read.lock])))].sort();
  if (names.length === 0) return;
  // A conflicting row is locked whether or not it is updated, so one pass in the order of the names makes and locks.
  await tx`insert into root (name) select unnest(${names}::text[]) on conflict (name) do update set name = excluded.name where false`;
}

/** Loads all rows that the reads ask for; one statement per table and shape, whatever the number of reads. */
export async function loadSlice(tx: Tx, reads: readonly Read[], slice: Slice): Promise<void> {
  await Promise.all(
    [...groupReads(reads).values()].map(async ({ table, columns, since, values, from }) => {
      const given = columns.map((_, i) => [...values.values()].map((value) => (typeof value[i] === 'boolean' ? String(value[i]) : value[i]!)));
      const rows = await tx.unsafe(selectText(table, columns, since), [...given, ...(since === undefined ? [] : [[...values.keys()].map((key) => from.get(key)!)])] as never[], { prepare: true });
      slice.load(table, rows as unknown as Row<typeof table>[]);
    }),
  );
}

interface ReadGroup {
  readonly table: TableName;
  readonly columns: readonly string[];
  /** Column with a lower bound. */
  readonly since: string | undefined;
  /** Values asked by, each once, under their joined text. */
  readonly values: Map<string, readonly (string | number | boolean)[]>;
  /** The lowest bound that was asked of each: what the others asked for is part of it. */
  readonly from: Map<string, number>;
}
function groupReads(reads: readonly Read[]): ReadonlyMap<string, ReadGroup> {
  const groups = new Map<string, ReadGroup>();
  for (const { table, where, since } of reads) {
    const columns = Object.keys(where);
    const name = `${table}:${columns.join()}:${since?.column ?? ''}`;
    const group: ReadGroup = groups.get(name) ?? { table, columns, since: since?.column, values: new Map(), from: new Map() };
    const value = Object.values(where);
    const key = joinValues(value);
    group.values.set(key, value);
    if (since) group.from.set(key, Math.min(since.value, group.from.get(key) ?? since.value));
    groups.set(name, group);
  }
  return groups;
}

const texts = new Map<string, string>();
function selectText(table: TableName, columns: readonly string[], since: string | undefined): string {
  const name = `${table}:${columns.join()}:${since ?? ''}`;
  const known = texts.get(name);
  if (known) return known;
  const types = definitionOf(table).columns;
  const list = columns.map(quote).join(', ');
  const arrays = columns.map((column, i) => `$${i + 1}::${arrayType(types[column]!)}[]`).join(', ');
  const casts = columns.map((column) => castFromArray(column, types[column]!)).join(', ');
  const bound = since === undefined ? undefined : { array: `, $${columns.length + 1}::bigint[]`, name: ', since_value', where: ` where t.${quote(since)} >= since_value` };
  const asked = `select ${casts}${bound?.name ?? ''} from unnest(${arrays}${bound?.array ?? ''}) as given(${list}${bound?.name ?? ''})`;
  const text = `select ${columnList(table, 't.')} from (${asked}) as asked(${list}${bound?.name ?? ''}) join ${quote(table)} t using (${list})${bound?.where ?? ''}`;
  texts.set(name, text);
  return text;
}

/** Writes changed rows, movements and the positions they add up to. */
export async function writeChanges(tx: Tx, changes: Changes): Promise<void> {
  const writes: Promise<unknown>[] = [];
  for (const [table, rows] of changes.rows) {
    if (table !== 'position') writes.push(upsert(tx, table, rows));
  }
  if (changes.movements.length > 0) {
    writes.push(upsert(tx, 'movement', changes.movements), addPositions(tx, changes.movements));
  }
  await Promise.all(writes);
}

/** Inserts rows or sets all their columns; rows of one call have different keys. */
export function upsert(tx: Tx, table: TableName, rows: readonly AnyRow[]): Promise<unknown> {
  const { key } = definitionOf(table);
  const rest = columnsOf(table).filter((column) => !key.includes(column));
  // What happened is added to and never set: a movement that is there already is a defect, and the database says so.
  if (table === 'movement') return tx.unsafe(insertText(table), asColumns(table, rows) as never[], { prepare: true });
  const action = rest.length === 0 ? 'nothing' : `update set ${rest.map((column) => `${quote(column)} = excluded.${quote(column)}`).join(', ')}`;
  return tx.unsafe(`${insertText(table)} on conflict (${key.map(quote).join(', ')}) do ${action}`, asColumns(table, rows) as never[], { prepare: true });
}

function addPositions(tx: Tx, movements: readonly Row<'movement'>[]): Promise<unknown> {
  const sums = new Map<string, Row<'position'>>();
  for (const movement of movements) {
    for (const { position, delta } of positionChanges(movement)) {
      const key = keyOf('position', position);
      sums.set(key, { ...position, quantity: (sums.get(key)?.quantity ?? 0) + delta });
    }
  }
  // Sorted, so that two batches that touch the same positions of an account take the row locks in one order.
  const rows = [...sums.entries()].filter(([, row]) => row.quantity !== 0).sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
  if (rows.length === 0) return Promise.resolve();
  const key = definitionOf('position').key.map(quote).join(', ');
  return tx.unsafe(`${insertText('position')} on conflict (${key}) do update set quantity = position.quantity + excluded.quantity`, asColumns('position', rows) as never[], { prepare: true });
}

function insertText(table: TableName): string {
  const types = definitionOf(table).columns;
  const columns = columnsOf(table);
  const arrays = columns.map((column, i) => `$${i + 1}::${arrayType(types[column]!)}[]`).join(', ');
  const picked = columns.map((column) => castFromArray(column, types[column]!)).join(', ');
  return `insert into ${quote(table)} (${columns.map(quote).join(', ')}) select ${picked} from unnest(${arrays}) as given(${columns.map(quote).join(', ')})`;
}
/** The driver takes a list of booleans or of documents for a single one, so both travel as text. */
const travelsAsText = (column: Column): boolean => column.startsWith('json') || column.startsWith('bool');
const arrayType = (column: Column): string => (travelsAsText(column) ? 'text' : sqlType(column));
const castFromArray = (name: string, column: Column): string => (travelsAsText(column) ? `${quote(name)}::${sqlType(column)}` : quote(name));

function asColumns(table: TableName, rows: readonly AnyRow[]): unknown[][] {
  const types = definitionOf(table).columns;
  return columnsOf(table).map((column) => {
    const type = types[column]!;
    if (type.startsWith('json')) return rows.map((row) => JSON.stringify(row[column] ?? null));
    if (type.startsWith('bool')) return rows.map((row) => (row[column] === null || row[column] === undefined ? null : String(row[column] as boolean)));
    return rows.map((row) => row[column] ?? null);
  });
}
