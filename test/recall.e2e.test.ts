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
/** Free and held units of an item on the floor of Leeds, as Postgres has them; those that wait for inspection or a count stay as they are. */
async function unitsOf(itemId: string): Promise<{ free: number; recalled: number }> {
  const [row] = await sql<{ free: string | null; recalled: string | null }[]>`
    select sum(quantity) filter (where hold = '') as free, sum(quantity) filter (where hold = 'RECALL') as recalled from position
    where warehouse_id = 'LEEDS' and item_id = ${itemId} and quantity > 0 and location_id not like '~%'`;
  return { free: Number(row?.free ?? 0), recalled: Number(row?.recalled ?? 0) };
}

it('LED-6 LED-29 a recall holds what is here, tells who has the rest, and is lifted', { timeout: 120_000 }, async () => {
  const shipped = new Set(rowsOf(central.demo, 'parcel').filter((row) => row.state === 'SHIPPED' && row.warehouse_id === 'LEEDS').map((row) => row.parcel_id));
  const left = rowsOf(central.demo, 'parcel_line').filter((row) => shipped.has(row.parcel_id));
  const stock = new Set(rowsOf(central.demo, 'position').filter((row) => row.warehouse_id === 'LEEDS' && row.hold === '' && row.quantity > 3 && !row.location_id.startsWith('~')).map((row) => row.item_id));
  const item = rowsOf(central.demo, 'item').find((row) => !row.lot_control && !row.serial_control && stock.has(row.item_id) && left.filter((line) => line.item_id === row.item_id).length > 1)!;
  const lines = left.filter((line) => line.item_id === item.item_id);
  const before = await unitsOf(item.item_id);

  await press('9');
  await says(page, /Scan an item, a lot label/);
  await scan(page, barcodeOf(central.demo, item.item_id));
  await page.getByText('Quality in doubt').waitFor();
  await press('1');
  await page.getByRole('textbox', { name: 'What is it about?' }).fill('the handle breaks');
  await press('Enter');
  await page.getByText(/from the ERP/).waitFor();
  await vi.waitFor(async () => expect(await unitsOf(item.item_id)).toEqual({ free: 0, recalled: before.free + before.recalled }), { timeout: 20_000, interval: 250 });
  for (const line of lines.slice(0, 3)) await page.getByRole('cell', { name: line.parcel_id, exact: true }).first().waitFor();

  const download = page.waitForEvent('download');
  await press('F4');
  const table = await (await (await download).createReadStream()).toArray();
  const saved = Buffer.concat(table as Buffer[]).toString('utf8');
  for (const line of lines) expect(saved).toContain(`,${line.parcel_id},`);

  await press('F3', 'Enter');
  await page.locator('b', { hasText: 'free again' }).waitFor();
  await vi.waitFor(async () => expect(await unitsOf(item.item_id)).toEqual(before), { timeout: 20_000, interval: 250 });
});
