// Goods from the lorry to the second warehouse by scanner bursts alone: a delivery of sixty lines by two stations at once,
// one of them without a network for half of it, with too many, too few, a damaged one and one nobody knows; put away; half of
// it sent on and received there. Postgres, the replicas and the windows then say the same.
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { gtinCheckDigit } from '#domain/barcode/check-digits.ts';
import type { Row } from '#domain/tables.ts';
import { LEEDS, shop } from './conflict-rows/shop.ts';
import { expectEverybodyAgrees, startTwoStations, type Floor, type Side } from './conflict-rows/two-stations.ts';
import { expectEqualToCentral } from './support/stations.ts';

const BREMEN = 'BREMEN';
const DELIVERY = 'DN-600';
const LINES = 60;
const gtin = (n: number): string => `50199990${String(n).padStart(4, '0')}`;
const goods = Array.from({ length: LINES }, (_, n) => {
  const body = gtin(n + 1);
  return { itemId: `G-${String(n + 1).padStart(2, '0')}`, code: body + gtinCheckDigit(body), bin: `G-${String(n + 1).padStart(2, '0')}-1`, expected: n === 1 ? 2 : 1 };
});
const [OVER, SHORT, DAMAGED] = [goods[0]!, goods[1]!, goods[LINES - 1]!];
const NOBODY_KNOWS = gtin(9999) + gtinCheckDigit(gtin(9999));
const model = shop.find(({ table }) => table === 'item')!.rows[0]!;
const place = (warehouse_id: string, location_id: string, kind: string, sequence: number): Row<'location'> => ({ warehouse_id, location_id, zone: kind.toUpperCase(), kind, aisle: 1, bay: sequence, level: 1, sequence, pickable: kind === 'bin' });
const rows: typeof shop = [
  ...shop.filter(({ table }) => table !== 'delivery' && table !== 'delivery_line'),
  { table: 'warehouse', rows: [{ warehouse_id: BREMEN, name: 'Bremen', country: 'DE' }] },
  { table: 'item', rows: goods.map(({ itemId }, n) => ({ ...model, item_id: itemId, sku: `SKU-${itemId}`, name: `Beaker no. ${String(n + 1)}`, serial_control: false })) },
  { table: 'barcode', rows: goods.map(({ itemId, code }) => ({ code: code.padStart(14, '0'), item_id: itemId, pack_code: 'EA', units: 1, source: 'erp' })) },
  { table: 'location', rows: [...goods.map(({ bin }, n) => place(LEEDS, bin, 'bin', 100 + n)), place(BREMEN, 'DOCK-9', 'dock', 900), place(BREMEN, 'B-01-1', 'bin', 1)] },
  { table: 'delivery', rows: [{ warehouse_id: LEEDS, delivery_id: DELIVERY, supplier_id: 'S101', purchase_order_id: null, state: 'ARRIVED', expected_at: Date.now(), arrived_at: Date.now() }] },
  { table: 'delivery_line', rows: goods.map(({ itemId, expected }, n) => ({ warehouse_id: LEEDS, delivery_id: DELIVERY, line_id: String(n + 1).padStart(2, '0'), item_id: itemId, expected, received: 0, damaged: 0, purchase_order_line: null, refused: 0, told: [] })) },
];

let floor: Floor;
let there: Side;
beforeAll(async () => {
  floor = await startTwoStations(rows, []);
  there = await floor.elsewhere(BREMEN, 'Dock 9', 'RB-1002', 'Jonas P.');
}, 300_000);
afterAll(() => floor.stop());

const both = (first: () => Promise<void>, second: () => Promise<void>): Promise<unknown> => Promise.all([first(), second()]);
async function beginReceiving(side: Side): Promise<void> {
  await side.scan(DELIVERY);
  await side.says(/Scan the next item/);
  await side.scan('LOC-DOCK-1');
  await side.shows('Goods now stand at DOCK-1');
}
async function putAway(side: Side, some: readonly (typeof goods)[number][]): Promise<void> {
  await side.press('F4');
  await side.says(/what you take out of DOCK-1/);
  for (const { code, bin } of some) await side.scan(code, `LOC-${bin}`);
  await side.shows(`DOCK-1 → ${some.at(-1)!.bin}`);
  await side.look('inbound put away');
  await side.look('inbound put away, wide', [1920, 1080]);
  await side.home();
}

it('RCV-3 TRF-8 a delivery of sixty lines by two stations, put away, half of it sent on and received in the second warehouse', { timeout: 240_000 }, async () => {
  const { a, b, sql } = floor;
  const [mine, yours] = [goods.slice(0, LINES / 2), goods.slice(LINES / 2)];
  await both(() => beginReceiving(a), () => beginReceiving(b));
  await both(async () => {
    await a.scan(...mine.map(({ code }) => code), OVER.code);
    await a.shows('More than expected');
    await a.look('inbound too many');
    await a.press('Escape');
    await a.scan(NOBODY_KNOWS);
    await a.shows(/Nobody knows/);
    await a.press('F5');
    await a.shows('Nobody knows this item');
    await a.press('Escape');
    await a.shows(/received all the same and waits for a name/);
    await a.look('inbound received', [1920, 1080]);
  }, async () => {
    await b.plug(false);
    await b.scan(...yours.slice(0, LINES / 4).map(({ code }) => code));
    await b.look('inbound offline');
    await b.plug(true);
    await b.scan(...yours.slice(LINES / 4, -1).map(({ code }) => code));
    await b.page.locator('.item-name').getByText('Beaker no. 59', { exact: true }).waitFor();
    await b.press('F3');
    await b.scan(DAMAGED.code);
    await b.shows(/· damaged/);
  });
  await a.shows(/also here: Cart 2/);
  await both(() => putAway(a, mine), () => putAway(b, yours.slice(0, -1)));
  for (const side of [a, b]) {
    await side.scan(DELIVERY);
    await side.says(/Scan the next item/);
    await side.press('F8');
    await side.says(/Is this station done/);
    await side.press('F8');
    await side.shows('this station is done with it');
  }
  await vi.waitFor(async () => {
    const [claim] = await sql<{ book: { item: string; codes: string[] }[] }[]>`select book from exception where kind = 'DELIVERY_DIFFERS' and state = 'OPEN'`;
    expect(new Map(claim!.book.map(({ item, codes }) => [item, codes]))).toEqual(new Map([[NOBODY_KNOWS, ['W']], [OVER.itemId, ['O']], [SHORT.itemId, ['P']], [DAMAGED.itemId, ['D']]]));
  }, { timeout: 30_000, interval: 200 });

  await a.signIn('RB-1009');
  await a.press('8', 'T', 'F2');
  await a.says('Where to?');
  await a.press('1');
  await a.says('Scan what shall go');
  await a.scan(...mine.map(({ code }) => code));
  await a.press('F8');
  const transferId = await vi.waitFor(async () => {
    const [made] = await sql<{ transfer_id: string }[]>`select transfer_id from transfer`;
    expect(made).toBeDefined();
    return made!.transfer_id;
  }, { timeout: 30_000, interval: 100 });
  await a.signIn('RB-1001');
  for (const side of [a, there]) {
    await vi.waitFor(async () => {
      await side.scan(transferId);
      await side.page.getByText(new RegExp(`Transfer ${transferId} (to|from)`)).first().waitFor({ timeout: 2000 });
    }, { timeout: 30_000, interval: 500 });
  }
  for (const { code, bin } of mine) await a.scan(`LOC-${bin}`, code);
  await a.page.locator('.running').getByText('30', { exact: true }).waitFor();
  await a.look('inbound sent');
  await there.scan('LOC-DOCK-9', ...mine.map(({ code }) => code));
  await there.page.locator('.running').getByText('30', { exact: true }).waitFor();
  await there.look('inbound there', [1920, 1080]);
  for (const side of [a, there]) await side.press('F8');
  await vi.waitFor(async () => expect((await sql<{ state: string }[]>`select state from transfer`).map((row) => row.state)).toEqual(['RECEIVED']), { timeout: 30_000, interval: 200 });

  await expectEverybodyAgrees(floor);
  await expectEqualToCentral(there, sql, BREMEN);
  const stock = await sql<{ warehouse_id: string; place: string; units: number }[]>`
    select warehouse_id, case when location_id like 'G-%' then 'shelves' else location_id end as place, sum(quantity)::bigint as units from position where location_id not like '~%' group by 1, 2 having sum(quantity) <> 0 order by 1, 2`;
  // Thirty went on; the surplus, the damaged one and the one nobody knows still stand at the dock.
  expect(stock.map((row) => [row.warehouse_id, row.place, row.units])).toEqual([[BREMEN, 'DOCK-9', 30], [LEEDS, 'DOCK-1', 3], [LEEDS, 'shelves', 29]]);
});
