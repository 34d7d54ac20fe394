// What must be true of a station whenever it has applied a window, and whenever somebody has recorded something there.
import { isOnHand, isSuspense, binOfSuspense } from '#domain/positions.ts';
import { definitionOf, joinValues, keyOf, tableNames, type AnyRow, type Row, type TableName } from '#domain/tables.ts';
import type { PullRequest } from '#db/central/feed.ts';
import { ledgerDifferences } from '#db/local/horizon.ts';
import { openReplica } from '#db/local/open.ts';
import { replicaOn, type Replica } from '#sync/client/replica.ts';
import type { Did } from '#simulator/people/person.ts';
import type { Station } from '#simulator/world/station.ts';
import { START } from '#simulator/world/start.ts';
import type { Violate } from './at-commit.ts';

/** Rows of a table as text by key, to be compared with another store's. */
export type Content = ReadonlyMap<TableName, ReadonlyMap<string, string>>;

/** Movements from before the horizon are no longer held one by one; what they sum to is. */
const HORIZON = START - 34 * 86_400_000;
const isHeld = (table: TableName, row: AnyRow): boolean => table !== 'movement' || (row['effective_at'] as number) > HORIZON;

export const contentOf = (rows: (table: TableName) => readonly AnyRow[]): Content => new Map(tableNames.map((table) => [table, new Map(rows(table).filter((row) => isHeld(table, row)).map((row) => [keyOf(table, row), textOf(table, row)]))]));
const textOf = (table: TableName, row: AnyRow): string => JSON.stringify(Object.keys(definitionOf(table).columns).map((column) => sorted(row[column])));
/** Documents are compared by what they say: a database may keep their fields in another order. */
const sorted = (value: unknown): unknown =>
  Array.isArray(value) ? value.map(sorted) : typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([key, each]) => [key, sorted(each)])) : value;

/** The first difference in words; undefined where there is none. */
export function differenceOf(here: Content, there: Content): string | undefined {
  for (const table of tableNames) {
    const [a, b] = [here.get(table)!, there.get(table)!];
    for (const [key, row] of a) if (b.get(key) !== row) return `${table} ${key.replaceAll('\u001f', '/')}: ${b.has(key) ? `${row} instead of ${b.get(key)}` : 'is too many'}`;
    for (const key of b.keys()) if (!a.has(key)) return `${table} ${key.replaceAll('\u001f', '/')}: is missing`;
  }
  return undefined;
}

export const rowsHere = (replica: Replica, table: TableName): readonly AnyRow[] => replica.rows.find(table, {}) as unknown as readonly AnyRow[];

/** The replica's rows as the server last sent them, without what pending work made of them. */
export function withoutPending(replica: Replica): Content {
  const content = new Map([...contentOf((table) => rowsHere(replica, table))].map(([table, rows]) => [table, new Map(rows)]));
  for (const { table_name: table, row_key: key, before } of replica.db.prepare('select table_name, row_key, before from shadow').all() as { table_name: TableName; row_key: string; before: string | null }[]) {
    if (before === null) content.get(table)!.delete(key);
    else if (isHeld(table, JSON.parse(before) as AnyRow)) content.get(table)!.set(key, textOf(table, JSON.parse(before) as AnyRow));
  }
  return content;
}

export interface StationChecks {
  /** A window was read at the server: what is visible to its device is looked at, now and then. */
  readonly sent: (request: PullRequest, cursor: string, visible: (table: TableName) => readonly AnyRow[]) => void;
  readonly pulled: (station: Station) => void;
}

/** `often`: in how many of so many windows the whole replica is compared. */
export function createStationChecks(violate: Violate, often: (one: 'feed' | 'rebase') => boolean): StationChecks {
  const expected = new Map<string, Content>();
  const nameOf = (device: string, epoch: string, cursor: string) => joinValues([device, epoch, cursor]);
  return {
    sent({ device, epoch }, cursor, visible) {
      if (often('feed')) expected.set(nameOf(device, epoch, cursor), contentOf(visible));
    },
    pulled(station) {
      if (!station.up) return;
      const { replica } = station;
      const name = nameOf(station.device, replica.meta.get('epoch') ?? '', replica.meta.get('cursor') ?? '');
      const there = expected.get(name);
      if (there) {
        expected.delete(name);
        deliveredIsCommitted(station, there, violate);
        noForeignRows(station, violate);
        ownLedger(station, violate);
      }
      if (often('rebase')) judgedAgain(station, violate);
    },
  };
}

function deliveredIsCommitted(station: Station, there: Content, violate: Violate): void {
  const difference = differenceOf(withoutPending(station.replica), there);
  if (difference !== undefined) violate('I10', `${station.name} was sent everything up to a moment and has something else: ${difference}`);
}

function noForeignRows(station: Station, violate: Violate): void {
  const { replica, device } = station;
  const home = replica.meta.get('warehouse_id');
  // A forged command that nobody has judged yet may name any warehouse; what it makes is nobody's but this station's.
  const unsent = new Set((replica.db.prepare('select table_name, row_key from shadow where before is null').all() as { table_name: TableName; row_key: string }[]).map((row) => joinValues([row.table_name, row.row_key])));
  for (const table of tableNames) {
    const { scope } = definitionOf(table);
    if (scope === 'company') continue;
    const foreign = rowsHere(replica, table).find((row) => (scope === 'warehouse' ? row['warehouse_id'] !== home : row['device_id'] !== device) && !unsent.has(joinValues([table, keyOf(table, row)])));
    if (foreign) violate('I13', `${station.name} of ${home} holds a row of ${table} that is not its own: ${keyOf(table, foreign).replaceAll('\u001f', '/')}`);
  }
}

function ownLedger(station: Station, violate: Violate): void {
  const [wrong] = ledgerDifferences(station.replica.db);
  if (wrong) violate('I4', `${station.name} shows ${wrong.position} of ${wrong.item_id} in ${wrong.location_id}, its movements make ${wrong.ledger}`);
}

/** The replica is what a fresh one would be that was sent the same rows and judged the same pending work in order. */
function judgedAgain(station: Station, violate: Violate): void {
  const { replica } = station;
  const db = openReplica(new Uint8Array());
  try {
    const insert = db.prepare('insert into outbox (sequence, command_id, type, person_id, at, asked, hash, bytes, settled_at, seen) values (@sequence, @command_id, @type, @person_id, @at, @asked, @hash, @bytes, @settled_at, @seen)');
    const bare = openCopy(replica);
    for (const row of bare.outbox) insert.run(row);
    const fresh = replicaOn(db, { newId: () => 'fresh', device: station.device });
    fresh.inTransaction((written) => {
      fresh.rows.undoPending(written);
      for (const table of tableNames) fresh.rows.writeServer(table, bare.rows(table), written);
    });
    // Opening takes pending work back and judges it again, on exactly the rows that the server sent.
    const again = replicaOn(db, { newId: () => 'fresh', device: station.device });
    const difference = differenceOf(contentOf((table) => rowsHere(replica, table)), contentOf((table) => rowsHere(again, table)));
    if (difference !== undefined) violate('REB-1', `${station.name} shows something else than its pending work makes of the server's rows: ${difference}`);
  } finally {
    db.close();
  }
}

function openCopy(replica: Replica): { readonly outbox: readonly unknown[]; rows(table: TableName): readonly AnyRow[] } {
  const shadows = replica.db.prepare('select table_name, row_key, before from shadow').all() as { table_name: TableName; row_key: string; before: string | null }[];
  const before = new Map(shadows.map((row) => [joinValues([row.table_name, row.row_key]), row.before]));
  return {
    outbox: replica.db.prepare('select * from outbox').all(),
    rows: (table) => [
      ...rowsHere(replica, table).filter((row) => !before.has(joinValues([table, keyOf(table, row)]))),
      ...shadows.flatMap((row) => (row.table_name === table && row.before !== null ? [JSON.parse(row.before) as AnyRow] : [])),
    ],
  };
}

/** Units of an item in a place as a station's books have them, with what suspense stands for. */
export function unitsAt(rows: readonly Row<'position'>[], itemId: string, place: string): number {
  return rows.filter((row) => row.item_id === itemId && isOnHand(row.location_id) && (isSuspense(row.location_id) ? binOfSuspense(row.location_id) : row.location_id) === place).reduce((sum, row) => sum + row.quantity, 0);
}

/** Who has just recorded something sees it in the books of the station. */
export function readsOwnWrites(station: Station, before: readonly Row<'position'>[], did: readonly Did[], words: string, violate: Violate): void {
  const after = station.replica.rows.find('position', {});
  const moved = new Map<string, number>();
  for (const { itemId, place, units } of did) moved.set(joinValues([itemId, place]), (moved.get(joinValues([itemId, place])) ?? 0) + units);
  for (const [key, units] of moved) {
    const [itemId, place] = key.split('\u001f') as [string, string];
    const change = unitsAt(after, itemId, place) - unitsAt(before, itemId, place);
    if (change !== units) violate('I8', `after somebody ${words}, ${station.name} has ${change} more ${itemId} in ${place} instead of ${units}`);
  }
}
