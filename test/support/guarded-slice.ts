// A slice that fails when a judgement looks at, or changes, a row that its command did not ask for: in a test the
// whole world is at hand, on a station only what `reads` names.
import { positionChanges } from '#domain/positions.ts';
import { isSince, type Read, type Since, type Slice } from '#domain/slice.ts';
import { definitionOf, type AnyRow, type Row, type TableName } from '#domain/tables.ts';

export function guardedSlice(slice: Slice, reads: readonly Read[], world: Slice): Slice {
  const made = new Set<string>();
  const keyText = (table: TableName, key: readonly unknown[]) => `${table} ${JSON.stringify(key)}`;

  /** Whether a read covers everything with these values; the values of a row as far as they are known. */
  const covers = (table: TableName, known: AnyRow, since?: Since): boolean =>
    reads.some((read) => read.table === table && Object.entries(read.where).every(([column, value]) => known[column] === value) && reaches(read.since, known, since));

  function checkKey(table: TableName, key: readonly (string | number)[], what: string): void {
    if (made.has(keyText(table, key))) return;
    const columns = definitionOf(table).key;
    const row = world.get(table, ...key) as AnyRow | undefined;
    const known = row ?? Object.fromEntries(columns.map((column, i) => [column, key[i]!]));
    const byOtherColumns = row === undefined && reads.some((read) => read.table === table && Object.keys(read.where).some((column) => !columns.includes(column)));
    if (!covers(table, known) && !byOtherColumns) throw new Error(`${what} ${keyText(table, key)}, which reads() does not name`);
  }
  const keyOfRow = (table: TableName, row: AnyRow) => definitionOf(table).key.map((column) => row[column] as string | number);

  return {
    get(table, ...key) {
      checkKey(table, key, 'looks at');
      return slice.get(table, ...key);
    },
    list<T extends TableName>(table: T, where: Partial<Row<T>>, since?: Since) {
      if (!covers(table, where as AnyRow, since)) throw new Error(`lists ${table} by ${JSON.stringify(where)}, which reads() does not name`);
      return slice.list(table, where, since);
    },
    load: (table, rows) => slice.load(table, rows),
    apply(event) {
      if (event.kind === 'moved') for (const { position } of positionChanges(event.movement)) checkKey('position', keyOfRow('position', position), 'changes');
      else {
        const key = keyOfRow(event.table, event.row);
        if (world.get(event.table, ...key) && !mayBeBlind(event.table)) checkKey(event.table, key, 'overwrites');
        made.add(keyText(event.table, key));
      }
      slice.apply(event);
    },
    takeChanges: () => slice.takeChanges(),
  };
}

/** Whether a read with a lower bound has what lies above the bound of a question, or has a row that is known. */
const reaches = (read: Since | undefined, known: AnyRow, since: Since | undefined): boolean =>
  read === undefined || (since === undefined ? known[read.column] !== undefined && isSince(known, read) : since.column === read.column && since.value >= read.value);

/** The disposition of a unit does not name its serial, so the registry is written without having been read. */
const mayBeBlind = (table: TableName): boolean => table === 'serial';
