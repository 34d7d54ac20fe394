// A slice is the rows one judgement may read: loaded before it, looked at and changed in memory during it,
// and never topped up. Applying an event changes the slice, so later commands of a batch see earlier ones.
import { definitionOf, joinValues, keyOf, type AnyRow, type Row, type TableName } from './tables.ts';
import type { Event } from './events.ts';
import { positionChanges } from './positions.ts';

/** A question to a store: all rows of a table whose columns have these values; `lock` names the root that covers them. */
export interface Read {
  readonly table: TableName;
  readonly where: Readonly<Record<string, string | number | boolean>>;
  /** Only rows whose column is at least this, such as what happened since a time; an index ends in that column. */
  readonly since?: Since;
  readonly lock?: string;
}
export interface Since {
  readonly column: string;
  readonly value: number;
}

export interface Slice {
  get<T extends TableName>(table: T, ...key: readonly (string | number)[]): Row<T> | undefined;
  /** Rows whose columns equal `where`, in the order in which they came into the slice. */
  list<T extends TableName>(table: T, where: Partial<Row<T>>, since?: Since): readonly Row<T>[];
  load<T extends TableName>(table: T, rows: readonly Row<T>[]): void;
  apply(event: Event): void;
  /** Rows that events changed since the last call, and the movements they recorded, in order. */
  takeChanges(): Changes;
}
export interface Changes {
  readonly rows: ReadonlyMap<TableName, readonly AnyRow[]>;
  readonly movements: readonly Row<'movement'>[];
}

interface Store {
  readonly byKey: Map<string, AnyRow>;
  /** Column list → values → keys; made when first asked for. */
  readonly lookups: Map<string, { columns: readonly string[]; keys: Map<string, Set<string>> }>;
}

export function createSlice(): Slice {
  const stores = new Map<TableName, Store>();
  let dirty = new Map<TableName, Set<string>>();
  let movements: Row<'movement'>[] = [];

  function storeOf(table: TableName): Store {
    const found = stores.get(table);
    if (found) return found;
    const made: Store = { byKey: new Map(), lookups: new Map() };
    stores.set(table, made);
    return made;
  }

  function put(table: TableName, row: AnyRow, key = keyOf(table, row)): string {
    const store = storeOf(table);
    const before = store.byKey.get(key);
    store.byKey.set(key, row);
    for (const { columns, keys } of store.lookups.values()) {
      const value = valuesOf(columns, row);
      if (before !== undefined) {
        const old = valuesOf(columns, before);
        if (old === value) continue;
        keys.get(old)?.delete(key);
      }
      addTo(keys, value, key);
    }
    return key;
  }

  function lookup(table: TableName, columns: readonly string[]) {
    const store = storeOf(table);
    const name = columns.join();
    const found = store.lookups.get(name);
    if (found) return found.keys;
    const keys = new Map<string, Set<string>>();
    for (const [key, row] of store.byKey) addTo(keys, valuesOf(columns, row), key);
    store.lookups.set(name, { columns, keys });
    return keys;
  }

  function change(table: TableName, row: AnyRow): void {
    const key = put(table, row);
    const marked = dirty.get(table);
    if (marked) marked.add(key);
    else dirty.set(table, new Set([key]));
  }

  return {
    get: <T extends TableName>(table: T, ...key: readonly (string | number)[]) => storeOf(table).byKey.get(joinValues(key)) as Row<T> | undefined,
    list<T extends TableName>(table: T, where: Partial<Row<T>>, since?: Since) {
      const columns = Object.keys(where);
      const keys = lookup(table, columns).get(valuesOf(columns, where as AnyRow)) ?? [];
      const { byKey } = storeOf(table);
      const rows = Array.from(keys, (key) => byKey.get(key)!);
      return (since === undefined ? rows : rows.filter((row) => isSince(row, since))) as unknown as readonly Row<T>[];
    },
    load(table, rows) {
      for (const row of rows) put(table, row as AnyRow);
    },
    apply(event) {
      if (event.kind === 'became') return change(event.table, event.row as AnyRow);
      movements.push(event.movement);
      put('movement', event.movement as AnyRow);
      for (const { position, delta } of positionChanges(event.movement)) {
        const current = storeOf('position').byKey.get(keyOf('position', position as AnyRow)) as Row<'position'> | undefined;
        change('position', { ...position, quantity: (current?.quantity ?? 0) + delta } as AnyRow);
      }
    },
    takeChanges() {
      const rows = new Map<TableName, readonly AnyRow[]>();
      for (const [table, keys] of dirty) rows.set(table, Array.from(keys, (key) => storeOf(table).byKey.get(key)!));
      const taken = { rows, movements };
      dirty = new Map();
      movements = [];
      return taken;
    },
  };
}

/** Rows in an order that is the same in every store: by a text of theirs, in code unit order. */
export function inOrder<T>(rows: readonly T[], by: (row: T) => string): readonly T[] {
  return rows.toSorted((a, b) => compareText(by(a), by(b)));
}
export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function valuesOf(columns: readonly string[], row: AnyRow): string {
  return joinValues(columns.map((column) => row[column] as string | number | boolean));
}
function addTo(index: Map<string, Set<string>>, value: string, key: string): void {
  const found = index.get(value);
  if (found) found.add(key);
  else index.set(value, new Set([key]));
}

export const isSince = (row: AnyRow, { column, value }: Since): boolean => (row[column] as number) >= value;

/** The key prefixes and indexes by which rows of a table may be asked for; a store has an index for each. */
export function isReadable(table: TableName, columns: readonly string[], since?: string): boolean {
  return (since === undefined && columns.length > 0 && beginsWith(definitionOf(table).key, columns)) || indexOf(table, columns, since) !== undefined;
}
/** The index that answers a question where the key does not: it begins with the columns asked by, and goes on with that of a lower bound. */
export function indexOf(table: TableName, columns: readonly string[], since?: string): readonly string[] | undefined {
  const { key, indexes } = definitionOf(table);
  if (since === undefined && beginsWith(key, columns)) return undefined;
  return indexes.find((index) => beginsWith(index, columns) && (since === undefined || index[columns.length] === since));
}
const beginsWith = (index: readonly string[], columns: readonly string[]): boolean => sorted(index.slice(0, columns.length)) === sorted(columns);
const sorted = (list: readonly string[]): string => list.toSorted().join();
