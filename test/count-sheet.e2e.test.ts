// Counting on paper and in totes, by scanner and keys: a sheet is printed, walked with, and typed in without a network;
// what strayed into a bin is carried home; and the figures open to the counts behind them.
import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { launchBrowser } from './support/browser.ts';
import { barcodeOf, plainItem, rowsOf, says, startDemoCentral, startStationProgram, stripSays, type DemoCentral, type StationProgram } from './support/demo-floor.ts';
import { scan } from './support/scanner.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

let browser: Browser;
let central: DemoCentral;
let station: StationProgram;
let page: Page;
beforeAll(async () => {
  [browser, central] = await Promise.all([launchBrowser(), startDemoCentral()]);
  station = await startStationProgram(central.url, temporaryFolder());
  page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
  await page.goto(station.url);
  await page.getByText('Mara K.').waitFor({ timeout: 60_000 });
  await scan(page, 'RB-1001');
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
    await page.waitForTimeout(200);
  }
};
const look = async (name: string): Promise<void> => {
  const folder = process.env['RESTOW_PICTURES'];
  if (folder) await page.screenshot({ path: `${folder}/${name}.png` });
};
const sql = () => central.service.central;
async function plug(connected: boolean): Promise<void> {
  await press('F12');
  await page.getByLabel('Network of this station').click({ force: true });
  await stripSays(page, connected ? /Online/ : /Offline/);
  await press('F12');
}
/** The PDF that a key saves. */
async function saved(key: string): Promise<Buffer> {
  const [file] = await Promise.all([page.waitForEvent('download'), page.keyboard.press(key)]);
  return readFileSync(await file.path());
}

it('a sheet is printed, walked with and typed in without a network; its looks last from one to the other', { timeout: 120_000 }, async () => {
  await press('5');
  await says(page, 'Scan the bin you count');
  expect((await saved('F6')).subarray(0, 5).toString()).toBe('%PDF-');
  await says(page, /as you set out/);
  const sheetId = await page.getByRole('heading', { name: /Sheet CS-/ }).innerText().then((text) => /CS-\w+/.exec(text)![0]);
  await look('sheet-printed');
  await plug(false);
  await stripSays(page, /Offline/);
  await scan(page, sheetId);
  const box = page.getByLabel('Pieces on the paper');
  await box.waitFor();
  const before = Date.now();
  await page.waitForTimeout(300);
  await press('3', 'Enter');
  await page.getByText('3 written', { exact: true }).waitFor();
  await look('sheet-typing');
  await press('0', 'Enter');
  await page.getByText('none there', { exact: true }).waitFor();
  for (let lines = 0; lines < 200 && (await box.isVisible().catch(() => false) || !(await page.getByText('The whole sheet is typed in').isVisible())); lines += 1) {
    await page.keyboard.press(await page.getByText(/^Serial number of/).first().isVisible() ? 'Escape' : 'F9');
    await page.waitForTimeout(60);
  }
  await says(page, 'The whole sheet is typed in');
  await look('sheet-done');
  await press('F8');
  await says(page, 'Scan the bin you count');
  await plug(true);
  const lines = () => sql()<{ counted: number; first_look: number; last_look: number; counted_by: string }[]>`select counted::int, first_look, last_look, counted_by from count_line where device_id = ${`paper:${sheetId}`} order by counted`;
  await vi.waitFor(async () => expect((await lines()).map((row) => [row.counted, row.counted_by])).toEqual([[0, 'mara.k'], [3, 'mara.k']]), { timeout: 30_000, interval: 200 });
  const [sheet] = await sql()<{ state: string; started_at: number }[]>`select state, started_at from count_sheet where sheet_id = ${sheetId}`;
  expect(sheet!.state).toBe('ENTERED');
  for (const row of await lines()) {
    expect(Math.abs(Number(row.first_look) - Number(sheet!.started_at))).toBeLessThan(1000);
    expect(Number(row.last_look)).toBeGreaterThan(before);
  }
});

it('a tote is counted like a bin', { timeout: 60_000 }, async () => {
  const inTote = rowsOf(central.demo, 'position').find((row) => row.warehouse_id === 'LEEDS' && row.location_id.startsWith('TOTE-') && row.quantity > 0 && plainItem(central.demo, row.item_id))!;
  await press('Escape', '5');
  await says(page, 'Scan the bin you count');
  await scan(page, inTote.location_id);
  await says(page, 'Scan every piece you see');
  await scan(page, barcodeOf(central.demo, inTote.item_id));
  await page.getByText('+1 → 1', { exact: true }).waitFor();
  await press('Escape');
  await vi.waitFor(async () => expect(await sql()`select counted::int from count_line where location_id = ${inTote.location_id} and item_id = ${inTote.item_id} and last_look > 0`).toEqual([{ counted: 1 }]), { timeout: 30_000, interval: 200 });
});

it('what strayed into a bin is carried home, and nothing is booked for it', { timeout: 60_000 }, async () => {
  const shelved = rowsOf(central.demo, 'position').filter((row) => row.warehouse_id === 'LEEDS' && row.quantity > 0 && row.condition === 'N' && row.hold === '' && /^[A-Z]-/.test(row.location_id) && plainItem(central.demo, row.item_id));
  const busy = new Set([...rowsOf(central.demo, 'count_task'), ...rowsOf(central.demo, 'adjustment')].map((row) => row.location_id));
  const free = shelved.filter((row) => !busy.has(row.location_id) && shelved.filter((other) => other.item_id === row.item_id).length === 1);
  const [here, stray] = [free[0]!, free.at(-1)!];
  await says(page, 'Scan the bin you count');
  await scan(page, `LOC-${here.location_id}`);
  await says(page, 'Scan every piece you see');
  await scan(page, barcodeOf(central.demo, stray.item_id));
  await page.getByText(`belongs in ${stray.location_id}`).first().waitFor();
  await look('strayed');
  await press('F5');
  await page.getByText(`Put it into ${stray.location_id}`).first().waitFor();
  await press('Escape');
  await vi.waitFor(async () => expect(await sql()`select counted::int, last_look::int from count_line where location_id = ${here.location_id} and item_id = ${stray.item_id}`).toEqual([{ counted: 0, last_look: 0 }]), { timeout: 30_000, interval: 200 });
});

it('the figures open to the counts behind them and are saved as a PDF', { timeout: 60_000 }, async () => {
  await press('Escape', 'F10');
  await scan(page, 'RB-1009');
  await says(page, 'Scan anything to begin');
  await press('5', 'F3');
  await says(page, /How good the books/);
  await look('figures');
  await press('2');
  await page.getByRole('region', { name: 'Counts that something called for' }).first().waitFor();
  await look('figures-behind');
  await press('Escape');
  expect((await saved('F3')).subarray(0, 5).toString()).toBe('%PDF-');
});
