// A small shop for the rows of the conflict table: the people, codes and settings of the demo company, and for each row
// an item and a bin of its own, so that no row disturbs another.
import { codesAndSettings } from '#demo/codes.ts';
import { peopleAndDevices } from '#demo/people.ts';
import { gtinCheckDigit } from '#domain/barcode/check-digits.ts';
import type { AnyRow, Row, TableName } from '#domain/tables.ts';

export const LEEDS = 'LEEDS';
export interface Goods {
  readonly itemId: string;
  readonly name: string;
  readonly code: string;
  readonly bin: string;
  /** What the books have in that bin at first. */
  readonly quantity: number;
}
let made = 0;
const bought: Goods[] = [];
function goods(name: string, quantity: number): Goods {
  made += 1;
  const body = `50123456${String(1000 + made)}`;
  const one = { itemId: `I-${100 + made}`, name, code: body + gtinCheckDigit(body), bin: `A-${String(made).padStart(2, '0')}-1`, quantity };
  bought.push(one);
  return one;
}
/** What each row is played with. */
export const shelf = {
  overdrawn: goods('Enamel mug, red', 3),
  tooMany: goods('Breakfast tea, 100 bags', 0),
  twoFinish: goods('Olive soap', 0),
  restated: goods('Beeswax candle', 10),
  askedAgain: goods('Linen napkin, blue', 10),
  countedTwice: goods('Stoneware bowl', 10),
  dealt: goods('Wool blanket, grey', 12),
  cancelledPicked: goods('Oak chopping board', 6),
  cancelledPacked: goods('Brass candle holder', 6),
  cancelledShipped: goods('Wicker basket', 6),
  returned: goods('Hand cream', 0),
  decided: goods('Table lamp', 0),
  numbered: goods('Radio, walnut', 0),
  cup: goods('Espresso cup', 4),
  saucer: goods('Espresso saucer', 4),
  leaver: goods('Tea towel', 8),
  renamed: goods('Glass jar', 5),
  closed: goods('Clay pot', 1),
  skewed: goods('Wall clock', 4),
  refunded: goods('Picture frame', 0),
} as const;

const place = (location_id: string, kind: string, sequence: number): Row<'location'> => ({ warehouse_id: LEEDS, location_id, zone: kind.toUpperCase(), kind, aisle: 1, bay: sequence, level: 1, sequence, pickable: kind === 'bin' });
const item = ({ itemId, name }: Goods): Row<'item'> => ({
  item_id: itemId, sku: `SKU-${itemId.slice(2)}`, name, category: 'Home', unit: 'each', colour: '', size: '', look_alike_group: '', lot_control: false, serial_control: itemId === shelf.numbered.itemId, shelf_life_days: null,
  hygiene_seal: false, battery: false, oversize: false, weight_g: 300, length_mm: 100, width_mm: 100, height_mm: 100, standard_cost: 40_000, sales_price: 95_000, abc_class: 'B', supplier_id: 'S101', active: true,
});
const people = peopleAndDevices(Date.now()).filter(({ table }) => table === 'person');
/** No counts that plan themselves, and none asked for in passing: each row has its own. */
const codes = codesAndSettings().filter(({ row }) => !['count_plan', 'count_while_working', 'count_rules'].includes(row['key'] as string));
/** The clocks of one computer do not differ, and hands of a test are at their scans: what is seconds apart is told apart. */
const countRules = { handBeforeScan: 0, clockUncertainty: 0, pass: { value: 0, units: 0, percent: 0 }, passed: { item: 0, counter: 0 }, exactFromCost: 1_000_000, controlled: [], recountFrom: 100_000_000 };

export interface Announced {
  readonly deliveryId: string;
  readonly goods: Goods;
  readonly expected: number;
}
export const announced: readonly Announced[] = [
  { deliveryId: 'DN-500', goods: shelf.tooMany, expected: 10 }, { deliveryId: 'DN-501', goods: shelf.twoFinish, expected: 8 }, { deliveryId: 'DN-502', goods: shelf.numbered, expected: 2 },
];

export const shop: readonly { readonly table: TableName; readonly rows: readonly AnyRow[] }[] = [
  { table: 'warehouse', rows: [{ warehouse_id: LEEDS, name: 'Leeds', country: 'GB' }] },
  { table: 'item', rows: bought.map(item) },
  { table: 'barcode', rows: bought.map(({ itemId, code }) => ({ code: code.padStart(14, '0'), item_id: itemId, pack_code: 'EA', units: 1, source: 'erp' })) },
  { table: 'location', rows: [place('DOCK-1', 'dock', 900), place('STAGE-1', 'stage', 901), place('RETURNS-1', 'returns', 902), place('QUARANTINE-1', 'quarantine', 903), place('PACK-1', 'pack', 904), ...bought.map(({ bin }, n) => place(bin, 'bin', n + 1))] },
  { table: 'handling_unit', rows: Array.from({ length: 20 }, (_, n) => ({ warehouse_id: LEEDS, unit_id: `TOTE-${String(n + 1).padStart(3, '0')}`, kind: 'tote', state: 'FREE', at_location: '', fulfilment_id: null })) },
  { table: 'supplier', rows: [{ supplier_id: 'S101', name: 'Calder Pottery', lead_days: 12 }] },
  { table: 'carrier', rows: [{ carrier_id: 'STANDARD', name: 'Northway Parcels', cutoff_minute: 990 }] },
  { table: 'channel', rows: [{ channel_id: 'WEB', name: 'lindenandlark.example', kind: 'shop', ship_from: LEEDS }] },
  { table: 'customer', rows: [{ customer_id: 'C1001', name: 'Amelia Ashworth', country: 'GB' }] },
  { table: 'person', rows: people.map(({ row }) => row) },
  { table: 'code', rows: codes.filter(({ table }) => table === 'code').map(({ row }) => row) },
  { table: 'setting', rows: [...codes.filter(({ table }) => table === 'setting').map(({ row }) => row), { key: 'count_rules', value: countRules }] },
  { table: 'delivery', rows: announced.map(({ deliveryId }) => ({ warehouse_id: LEEDS, delivery_id: deliveryId, supplier_id: 'S101', purchase_order_id: null, state: 'ARRIVED', expected_at: Date.now(), arrived_at: Date.now() })) },
  { table: 'delivery_line', rows: announced.map(({ deliveryId, goods: { itemId }, expected }) => ({ warehouse_id: LEEDS, delivery_id: deliveryId, line_id: '1', item_id: itemId, expected, received: 0, damaged: 0, purchase_order_line: null, refused: 0, told: [] })) },
];
/** What lies where at first: the shelves, and four red mugs at the dock that nobody has put away. */
export const stocked: readonly Goods[] = [...bought.filter(({ quantity }) => quantity > 0), { ...shelf.overdrawn, bin: 'DOCK-1', quantity: 4 }];
