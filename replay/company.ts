// Owns the master data that the lines speak of, as the ERP would hold it before the first order: one bin an item,
// people, the channel, the carrier, and the codes that adjustments and returns name.
import { halfEven } from '#domain/money.ts';
import { idFrom } from '#domain/ids.ts';
import type { AnyRow, Row, TableName } from '#domain/tables.ts';
import { ADJUSTMENT_REASONS } from './adjustment-reason.ts';
import type { ClassifiedLine } from './classify.ts';
import { binOf } from './ids.ts';
import { itemNames } from './item-names.ts';

export type MasterRows = { table: TableName; rows: AnyRow[] }[];

const NO_PRICE_COST = 10_000;
export const CHANNEL = 'ONLINE-RETAIL';
export const CARRIER = 'STANDARD';
export const RETURNS = 'RETURNS';
export const SYSTEM = 'system';
/** Who works at a station, and who decides there: two people, because nobody approves their own adjustment. */
export const clerkBadge = (station: number): string => `RB-${2 * station + 1001}`;
export const supervisorBadge = (station: number): string => `RB-${2 * station + 1002}`;

const person = (person_id: string, name: string, badge: string, roles: readonly string[]): Row<'person'> => ({ person_id, name, badge, roles, active: true });
const place = (warehouse_id: string, location_id: string, kind: string, sequence: number): Row<'location'> => ({
  warehouse_id, location_id, zone: kind === 'bin' ? 'SHELVES' : kind.toUpperCase(), kind, aisle: Math.floor(sequence / 1000), bay: Math.floor(sequence / 10) % 100, level: sequence % 10, sequence, pickable: kind === 'bin',
});

/** The rows that do not depend on any file. */
export function foundation(warehouse: string, stations: number): MasterRows {
  const people = Array.from({ length: stations }, (_, i) => [
    person(`clerk-${i + 1}`, `Clerk ${i + 1}`, clerkBadge(i), ['floor', 'receiver', 'inspector']),
    person(`supervisor-${i + 1}`, `Supervisor ${i + 1}`, supervisorBadge(i), ['supervisor']),
  ]);
  const codes = (kind: string, list: readonly string[]) => list.map((code) => ({ kind, code, label: code.toLowerCase().replaceAll('_', ' '), attributes: {} }));
  return [
    { table: 'warehouse', rows: [{ warehouse_id: warehouse, name: 'Online Retail', country: 'GB' }] },
    { table: 'person', rows: [person(SYSTEM, 'Restow', 'RB-0000', ['system']), ...people.flat()] as AnyRow[] },
    { table: 'channel', rows: [{ channel_id: CHANNEL, name: 'Online Retail', kind: 'shop', ship_from: warehouse }] },
    { table: 'carrier', rows: [{ carrier_id: CARRIER, name: 'Standard', cutoff_minute: 17 * 60 }] },
    { table: 'location', rows: [place(warehouse, 'DOCK', 'dock', 0), place(warehouse, RETURNS, 'returns', 1)] as AnyRow[] },
    { table: 'code', rows: [...codes('adjustment_reason', ADJUSTMENT_REASONS), ...codes('condition', ['N', 'U']), ...codes('disposition', ['RESTOCK'])] },
  ];
}

/** Items with their bins, and customers, of these lines; further codes come from an opening file. */
export function partnersAndItems(warehouse: string, lines: readonly ClassifiedLine[], furtherCodes: Iterable<string>): MasterRows {
  const goods = lines.filter((line) => line.stockChange !== 0);
  const prices = new Map<string, number>();
  for (const { code, unitPrice } of goods) if (unitPrice > 0 && !prices.has(code)) prices.set(code, unitPrice);
  const codes = [...new Set([...goods.map((line) => line.code), ...furtherCodes])];
  const names = itemNames(goods);
  const customers = new Map(lines.flatMap((line) => (line.customer === null ? [] : [[line.customer, line.country] as const])));
  return [
    { table: 'item', rows: codes.map((code) => itemRow(code, names.nameOf(code), prices.get(code) ?? 0)) as AnyRow[] },
    { table: 'barcode', rows: codes.map((code) => ({ code, item_id: code, pack_code: 'EA', units: 1, source: 'erp' })) },
    { table: 'location', rows: codes.map((code) => place(warehouse, binOf(code), 'bin', walkOf(code))) as AnyRow[] },
    { table: 'customer', rows: [...customers].map(([customer_id, country]) => ({ customer_id, name: `Customer ${customer_id}`, country })) },
  ];
}

/** Place on the walk, 10 to 99,999: from the code alone, so that later files move no bin. */
const walkOf = (code: string): number => 10 + (Number.parseInt(idFrom('replay', 'bin', code).slice(0, 8), 16) % 99_990);

/** Cost is made up as 60 % of the first price above zero, or 1.00. */
const itemRow = (code: string, name: string, price: number): Row<'item'> => ({
  item_id: code, sku: code, name, category: 'gifts', unit: 'each', colour: '', size: '', look_alike_group: '', lot_control: false, serial_control: false, shelf_life_days: null, hygiene_seal: false,
  battery: false, oversize: false, weight_g: 0, length_mm: 0, width_mm: 0, height_mm: 0, standard_cost: price > 0 ? halfEven(price * 60, 100) : NO_PRICE_COST, sales_price: price, abc_class: '', supplier_id: null, active: true,
});
