// The small company that every story plays in, and the ways to set the scene: rows that the ERP owns, and commands that
// everybody saw happen.
import { readsOf } from '#domain/decide.ts';
import type { Command, CommandType, PayloadInput, Stamp } from '#domain/commands.ts';
import { idFrom } from '#domain/ids.ts';
import { createSlice, type Read, type Slice } from '#domain/slice.ts';
import { tableNames, type Row, type TableName } from '#domain/tables.ts';
import { judge, type Judgement } from '#sync/conflict/judge.ts';
import { parseCommand, versionOf } from '#sync/protocol/upcasts.ts';

export const HOME = 'LEEDS';
export const AWAY = 'HULL';
/** Monday 2 March 2026, midnight. */
const MONDAY = 1_772_409_600_000;
const MINUTE = 60_000;

/** "10:05" of the story's day, in ms since 1970. */
export function clock(at: string): number {
  const [hours, minutes] = at.split(':').map(Number);
  return MONDAY + (hours! * 60 + minutes!) * MINUTE;
}
export const clockWords = (at: number): string => {
  const minutes = Math.round((at - MONDAY) / MINUTE);
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
};

export interface Company {
  readonly rows: Slice;
  /** Puts rows there as the ERP owns them. */
  has<T extends TableName>(table: T, ...rows: readonly Row<T>[]): void;
  /** Something that was done before the story and that all sides know. */
  did<T extends CommandType>(type: T, payload: PayloadInput<T>, person?: string, at?: string): Judgement;
}

export type Given = Pick<Stamp, 'id' | 'device' | 'sequence' | 'at' | 'person' | 'warehouse' | 'confirmed'> & Partial<Pick<Stamp, 'offset'>>;
/** A command as it would be read from its bytes. */
export function commandOf(type: CommandType, payload: unknown, given: Given): Command {
  const parsed = parseCommand(JSON.stringify({ ...given, type, version: versionOf(type), previous: '', offset: given.offset ?? 0, payload }));
  if (!parsed.ok) throw new Error(`${given.id}: ${parsed.reason}`);
  return parsed.command;
}

/** Only the rows that are asked for, as a store would load them. */
export function sliceFor(rows: Slice, reads: readonly Read[]): Slice {
  const slice = createSlice();
  for (const { table, where, since } of reads) slice.load(table, rows.list(table, where as never, since));
  return slice;
}
export function copyOf(rows: Slice): Slice {
  const copy = createSlice();
  for (const table of tableNames) copy.load(table, rows.list(table, {} as never));
  return copy;
}
/** Judges a command as the server does, and writes what became true. */
export function judgeOn(rows: Slice, command: Command): Judgement {
  const judgement = judge(command, sliceFor(rows, readsOf(command)));
  for (const event of judgement.events) rows.apply(event);
  return judgement;
}

const item = (item_id: string, name: string, more: Partial<Row<'item'>> = {}): Row<'item'> => ({
  item_id, sku: item_id, name, category: 'home', unit: 'pc', colour: '', size: '', look_alike_group: '', lot_control: false, serial_control: false, shelf_life_days: null, hygiene_seal: false, battery: false, oversize: false,
  weight_g: 300, length_mm: 100, width_mm: 100, height_mm: 100, standard_cost: 40_000, sales_price: 120_000, abc_class: 'A', supplier_id: 'POTTERY', active: true, ...more,
});
const place = (warehouse_id: string, location_id: string, sequence: number): Row<'location'> => ({ warehouse_id, location_id, zone: 'A', kind: sequence === 0 ? 'dock' : 'bin', aisle: 1, bay: sequence, level: 1, sequence, pickable: sequence > 0 });
export const people = [
  ['ann', 'Ann', 'floor', 'receiver', 'counter'], ['ben', 'Ben', 'floor', 'receiver', 'counter'], ['cat', 'Cat', 'floor', 'counter', 'inspector'], ['dan', 'Dan', 'floor', 'inspector'], ['sue', 'Sue', 'supervisor'], ['sam', 'Sam', 'supervisor'], ['fay', 'Fay', 'finance'], ['system', 'The ERP', 'system'],
] as const;

export function createCompany(): Company {
  const rows = createSlice();
  let number = 0;
  const company: Company = {
    rows,
    has(table, ...given) {
      rows.load(table, given);
    },
    did(type, payload, person = 'system', at) {
      number += 1;
      const judgement = judgeOn(rows, commandOf(type, payload, { id: idFrom('before', number), device: 'office', sequence: 0, at: at === undefined ? clock('08:00') + number * MINUTE : clock(at), person, warehouse: HOME, confirmed: [] }));
      if (judgement.verdict !== 'applied') throw new Error(`${type} before the story: ${judgement.rule} ${JSON.stringify(judgement.rejection)}`);
      return judgement;
    },
  };
  for (const id of [HOME, AWAY]) {
    company.has('warehouse', { warehouse_id: id, name: id === HOME ? 'Leeds' : 'Hull', country: 'GB' });
    company.has('location', place(id, 'DOCK', 0), place(id, 'DESK', 0), place(id, 'A1', 1), place(id, 'A2', 2), place(id, 'A3', 3));
    for (const unit_id of ['TOTE-1', 'TOTE-2']) company.has('handling_unit', { warehouse_id: id, unit_id, kind: 'tote', state: 'FREE', at_location: '', fulfilment_id: null });
  }
  for (const id of ['a', 'b', 'c']) company.has('device', { device_id: `station-${id}`, name: `Station ${id.toUpperCase()}`, home_warehouse: HOME, kind: 'station', state: 'ENROLLED', enrolled_at: MONDAY, last_seen_at: MONDAY });
  company.has('item', item('MUG', 'Mug'), item('LAMP', 'Lamp'), item('CAMERA', 'Camera', { serial_control: true, standard_cost: 2_000_000 }));
  for (const [person_id, name, ...roles] of people) company.has('person', { person_id, name, badge: '', roles, active: true });
  return company;
}

// --- scenes that several stories begin with

export const stock = (company: Company, locationId: string, itemId: string, quantity: number, serial = '') => company.did('stock.open', { itemId, quantity, locationId, serial });

/** An order that is in and promised its goods. */
export function order(company: Company, orderId: string, itemId: string, quantity: number): void {
  company.did('order.take_in', { orderId, channelId: 'web', channelNumber: orderId, shipFrom: HOME, orderedAt: clock('08:00'), currency: 'GBP', lines: [{ lineNo: 1, itemId, quantity, unitPrice: 120_000 }] });
  company.did('order.allocate', { orderId, itemIds: [itemId] });
}

export function delivery(company: Company, deliveryId: string, itemId: string, expected: number): void {
  company.has('delivery', { warehouse_id: HOME, delivery_id: deliveryId, supplier_id: 'POTTERY', purchase_order_id: 'PO-1', state: 'EXPECTED', expected_at: clock('09:00'), arrived_at: null });
  company.has('delivery_line', { warehouse_id: HOME, delivery_id: deliveryId, line_id: 'L1', item_id: itemId, expected, received: 0, damaged: 0, purchase_order_line: 1, refused: 0, told: [] });
}

/** The one pick that an order asks for. */
export const taskOf = (see: Slice, orderId: string): Row<'pick_task'> | undefined => see.list('pick_task', { order_id: orderId })[0];
