// A recall by keys and scanner alone: everything of an item is held wherever it is, who received the rest is told by the
// company (and without network by this station), saved as a table, and the hold is lifted again.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { Central } from '#db/central/open.ts';
import { launchBrowser } from './support/browser.ts';
import { barcodeOf, rowsOf, says, startDemoCentral, startStationProgram, type DemoCentral, type StationProgram } from './support/demo-floor.ts';
import { scan } from './support/scanner.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

let browser: Browser;
let central: DemoCentral;
let station: StationProgram;
let page: Page;
let sql: Central;

beforeAll(async () => {
  [browser, central] = await Promise.all([launchBrowser(), startDemoCentral()]);
  sql = central.service.central;
  station = await startStationProgram(central.url, temporaryFolder());
  page = await (await browser.newContext({ viewport: { width: 1280, height: 800 }, acceptDownloads: true })).newPage();
  await page.goto(station.url);
  await says(page, /Scan your badge/);
  await page.getByText('Dana R.').waitFor({ timeout: 60_000 });
  await scan(page, 'RB-1009');
  await says(page, 'Scan anything to begin');
}, 240_000);
afterAll(async () => {
  await browser.close();
  await station.stop();
  await central.stop();
});

const press = async (...keys: readonly string[]) => {
  for (const key of keys) {
    await page.keyboard.press(key);
    await page.waitForTimeout(400);
  }
};
/** Free and held units of an item on the floor of a warehouse, as Postgres has them; those that wait for inspection or a count stay as they are. */
async function unitsOf(itemId: string, warehouse = 'LEEDS'): Promise<{ free: number; recalled: number }> {
  const [row] = await sql<{ free: string | null; recalled: string | null }[]>`
    select sum(quantity) filter (where hold = '') as free, sum(quantity) filter (where hold = 'RECALL') as recalled from position
    where warehouse_id = ${warehouse} and item_id = ${itemId} and quantity > 0 and location_id not like '~%'`;
  return { free: Number(row?.free ?? 0), recalled: Number(row?.recalled ?? 0) };
}

it('LED-6 LED-29 a recall holds what is here, tells who has the rest, and is lifted', { timeout: 120_000 }, async () => {
  const shipped = new Set(rowsOf(central.demo, 'parcel').filter((row) => row.state === 'SHIPPED' && row.warehouse_id === 'LEEDS').map((row) => row.parcel_id));
  const left = rowsOf(central.demo, 'parcel_line').filter((row) => shipped.has(row.parcel_id));
  const stock = new Set(rowsOf(central.demo, 'position').filter((row) => row.warehouse_id === 'LEEDS' && row.hold === '' && row.quantity > 3 && !row.location_id.startsWith('~')).map((row) => row.item_id));
  const item = rowsOf(central.demo, 'item').find((row) => !row.lot_control && !row.serial_control && stock.has(row.item_id) && left.filter((line) => line.item_id === row.item_id).length > 1)!;
  const lines = left.filter((line) => line.item_id === item.item_id);
  // One more stands on a cart in Leeds, and some in the other warehouse.
  for (const [warehouse, place] of [['LEEDS', 'CART-01'], ['BREMEN', 'DOCK-1']] as const) await sql`insert into position (warehouse_id, location_id, item_id, lot, serial, condition, hold, owner, quantity) values (${warehouse}, ${place}, ${item.item_id}, '', '', 'N', '', '', 1)`;
  const before = await unitsOf(item.item_id);
  const inBremen = await unitsOf(item.item_id, 'BREMEN');
  expect(inBremen.free).toBeGreaterThan(0);

  await press('9');
  await says(page, /Scan an item, a lot label/);
  await scan(page, barcodeOf(central.demo, item.item_id));
  await page.getByText('Quality in doubt').waitFor();
  await press('1');
  await page.getByRole('textbox', { name: 'What is it about?' }).fill('the handle breaks');
  await press('Enter');
  await page.getByText(/from the ERP/).waitFor();
  await vi.waitFor(async () => expect(await unitsOf(item.item_id)).toEqual({ free: 0, recalled: before.free + before.recalled }), { timeout: 20_000, interval: 250 });
  // Of the company: the other warehouse holds it as well, without anybody there.
  await vi.waitFor(async () => expect(await unitsOf(item.item_id, 'BREMEN')).toEqual({ free: 0, recalled: inBremen.free + inBremen.recalled }), { timeout: 20_000, interval: 250 });
  expect(await sql`select count(distinct hold_id)::int as numbers, count(*)::int as holds from hold where item_id = ${item.item_id} and note = 'the handle breaks' and state = 'PLACED'`).toEqual([{ numbers: 1, holds: 2 }]);
  for (const line of lines.slice(0, 3)) await page.getByRole('cell', { name: line.parcel_id, exact: true }).first().waitFor();

  const download = page.waitForEvent('download');
  await press('F4');
  const table = await (await (await download).createReadStream()).toArray();
  const saved = Buffer.concat(table as Buffer[]).toString('utf8');
  for (const line of lines) expect(saved).toContain(`,${line.parcel_id},`);

  await press('F3', 'Enter');
  await page.locator('b', { hasText: 'free again' }).waitFor();
  await vi.waitFor(async () => expect(await unitsOf(item.item_id)).toEqual(before), { timeout: 20_000, interval: 250 });
  await vi.waitFor(async () => expect(await unitsOf(item.item_id, 'BREMEN')).toEqual(inBremen), { timeout: 20_000, interval: 250 });
});
