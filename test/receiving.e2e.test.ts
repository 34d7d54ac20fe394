// Receiving in a real Chromium by scanner and keys: a scan taken back, a case that holds another number, and a
// supervisor who ends the delivery for every station.
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchBrowser } from './support/browser.ts';
import { barcodeOf, plainItem, rowsOf, says, startDemoCentral, startStationProgram, type DemoCentral, type StationProgram } from './support/demo-floor.ts';
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

const running = (value: string) => page.locator('.running').getByText(value, { exact: true }).waitFor({ timeout: 20_000 });
async function isClean(): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html.slice(0, 120))])).toEqual([]);
}

it('RCV-1 RCV-2 RCV-3 takes a scan back, counts a case by what it holds, and finishes for every station', { timeout: 120_000 }, async () => {
  const { demo } = central;
  const line = rowsOf(demo, 'delivery_line').find((row) => demo.live.dockDeliveries.includes(row.delivery_id) && row.received === 0 && row.expected >= 3 && plainItem(demo, row.item_id))!;
  const pack = rowsOf(demo, 'barcode').find((row) => row.units === 12)!;
  await scan(page, line.delivery_id);
  await says(page, /Scan the next item/);
  await scan(page, 'LOC-DOCK-1');
  await scan(page, barcodeOf(demo, line.item_id));
  await scan(page, barcodeOf(demo, line.item_id));
  await running('2');
  await page.keyboard.press('F6');
  await running('1');
  await page.getByText(/taken back, − 1/).first().waitFor();

  await scan(page, pack.code);
  await page.getByRole('alertdialog').waitFor();
  await isClean();
  await page.keyboard.press('F2');
  await page.getByText(/How many does one case of 12 hold/).waitFor();
  await isClean();
  await page.keyboard.type('10', { delay: 150 });
  await page.keyboard.press('Enter');
  await page.getByRole('alertdialog').waitFor();
  await page.keyboard.press('Escape');
  await page.getByText(/1 case of 12 = 10/).first().waitFor();
  await running('10');
  await page.keyboard.press('F8');
  await says(page, /Is this station done/);
  await isClean();
  await page.keyboard.press('F9');
  await page.getByText('finished for every station').first().waitFor();

  await expect.poll(async () => (await central.service.central<{ type: string }[]>`select type from command_log where device_id = ${station.device} and type <> 'approval.draw' order by sequence`).map((row) => row.type), { timeout: 30_000 })
    .toEqual(['delivery.receive', 'delivery.receive', 'delivery.take_back', 'pack.propose', 'delivery.receive', 'delivery.finish_for_all']);
  const [moved] = await central.service.central<{ quantity: number; pack_units: number }[]>`select sum(quantity)::bigint as quantity, max(pack_units)::bigint as pack_units from movement where device_id = ${station.device} and item_id = ${pack.item_id}`;
  expect(moved).toEqual({ quantity: 10, pack_units: 10 });
});
