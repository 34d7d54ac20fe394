// The company that is measured: as many items as asked for, each on a shelf of its own, one warehouse, two people.
// Written in bulk by SQL, the same rows into a replica or into Postgres.
import type { Database } from 'better-sqlite3';
import { gtinCheckDigit } from '#domain/barcode.ts';
import { definitionOf, type AnyRow, type Json, type TableName } from '#domain/tables.ts';

export const WAREHOUSE = 'W1';
export const PERSON = { person: 'mara', roles: ['floor', 'receiver', 'inspector', 'counter'] } as const;
export const BADGE = 'RB-MARA';
const UNITS_EACH = 1_000_000;

export const itemId = (n: number): string => `I${String(n).padStart(7, '0')}`;
/** An EAN-13 with its right check digit. */
export const barcodeOf = (n: number): string => {
  const body = `5${String(n).padStart(11, '0')}`;
  return body + gtinCheckDigit(body);
};
export const shelfOf = (n: number, shelves: number): string => shelf(n % shelves);
export const shelf = (n: number): string => `B${String(n).padStart(6, '0')}`;
export const shelvesFor = (items: number): number => Math.max(20, Math.round(items / 10));

interface Bulk {
  readonly table: TableName;
  /** Rows numbered from 0. */
  readonly count: number;
  readonly rowOf: (n: number) => AnyRow;
}

export const fewRows: readonly { readonly table: TableName; readonly rows: readonly AnyRow[] }[] = [
  { table: 'warehouse', rows: [{ warehouse_id: WAREHOUSE, name: 'Bench', country: 'GB' }] },
  { table: 'person', rows: [{ person_id: 'mara', name: 'Mara', badge: BADGE, roles: PERSON.roles, active: true }, { person_id: 'system', name: 'System', badge: 'RB-SYSTEM', roles: ['system'], active: true }] },
];

export const manyRows = (items: number): readonly Bulk[] => [
  { table: 'location', count: shelvesFor(items), rowOf: (n) => ({ warehouse_id: WAREHOUSE, location_id: shelf(n), zone: 'Z', kind: 'bin', aisle: n % 50, bay: n, level: 1, sequence: n, pickable: true }) },
  { table: 'item', count: items, rowOf: item },
  { table: 'barcode', count: items, rowOf: (n) => ({ code: barcodeOf(n), item_id: itemId(n), pack_code: 'EA', units: 1, source: 'erp' }) },
  { table: 'position', count: items, rowOf: (n) => ({ warehouse_id: WAREHOUSE, item_id: itemId(n), location_id: shelfOf(n, shelvesFor(items)), lot: '', serial: '', condition: 'N', hold: '', owner: '', quantity: UNITS_EACH }) },
];

function item(n: number): AnyRow {
  return {
    item_id: itemId(n), sku: itemId(n), name: `Item number ${n}`, category: 'home', unit: 'each', colour: 'blue', size: 'M', look_alike_group: '', lot_control: false, serial_control: false, shelf_life_days: null,
    hygiene_seal: false, battery: false, oversize: false, weight_g: 100, length_mm: 100, width_mm: 100, height_mm: 100, standard_cost: 20_000, sales_price: 50_000, abc_class: 'A', supplier_id: null, active: true,
  };
}

/** Fills an empty replica; not durable while it runs, because the file is thrown away when it is cut off. */
export function fillReplica(db: Database, items: number): void {
  db.pragma('synchronous = OFF');
  db.transaction(() => {
    for (const { table, rows } of fewRows) insertInto(db, table, rows.length, (n) => rows[n]!);
    for (const { table, count, rowOf } of manyRows(items)) insertInto(db, table, count, rowOf);
  })();
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.pragma('synchronous = FULL');
}

function insertInto(db: Database, table: TableName, count: number, rowOf: (n: number) => AnyRow): void {
  const columns = Object.keys(definitionOf(table).columns);
  const insert = db.prepare(`insert into "${table}" (${columns.map((column) => `"${column}"`).join(', ')}) values (${columns.map(() => '?').join(', ')})`);
  for (let n = 0; n < count; n++) {
    const row = rowOf(n);
    insert.run(columns.map((column) => stored(row[column])));
  }
}
function stored(value: Json | undefined): string | number | null {
  if (typeof value === 'boolean') return Number(value);
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : (value ?? null);
}
