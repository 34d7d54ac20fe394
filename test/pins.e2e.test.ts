// At a shared station: a first PIN, a wrong one, a station left alone, and work that was half done meanwhile.
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
  const sql = central.service.central;
  // Left alone for five seconds it is locked.
  await sql`insert into setting (key, value) values ('pin_policy', ${sql.json({ required: true, since: 1, lockMinutes: 5 / 60 })})`;
  for (const person of ['dana.r', 'mara.k']) await sql`insert into pin_reset (person_id, reset_at, by_id, command_id) values (${person}, ${Date.now()}, 'sam.v', '')`;
  station = await startStationProgram(central.url, temporaryFolder());
  page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
  await page.goto(station.url);
  await page.getByText('Dana R.').waitFor({ timeout: 60_000 });
}, 240_000);
afterAll(async () => {
  await browser.close();
  await station.stop();
  await central.stop();
});

/** Slower than a scanner. */
async function type(pin: string): Promise<void> {
  await page.keyboard.type(pin, { delay: 60 });
  await page.keyboard.press('Enter');
}

it('a person chooses a PIN, is locked out when the station is left alone, and goes on with what was in hand', { timeout: 120_000 }, async () => {
  await scan(page, 'RB-1009');
  await page.getByRole('textbox', { name: 'New PIN for Dana R.' }).waitFor();
  expect((await new AxeBuilder({ page }).analyze()).violations.map((each) => each.id)).toEqual([]);
  await type('493027');
  await page.getByRole('textbox', { name: 'The same PIN once more' }).waitFor();
  await type('493027');
  await says(page, 'Scan anything to begin');
  await page.keyboard.press('F2');
  await says(page, 'Scan the item, or the bin you take from');
  await scan(page, barcodeOf(central.demo, rowsOf(central.demo, 'item').find((row) => plainItem(central.demo, row.item_id))!.item_id));
  await says(page, /scan the bin/i);
  await says(page, 'Scan your badge');
  // A product in the way is no badge, and no PIN.
  await scan(page, '5012345678900');
  await page.getByRole('alert').getByText('That was no badge').waitFor();
  // Somebody else in between, with hands of their own.
  await scan(page, 'RB-1001');
  await page.getByRole('textbox', { name: 'New PIN for Mara K.' }).waitFor();
  await type('7160435');
  await page.getByRole('textbox', { name: 'The same PIN once more' }).waitFor();
  await type('7160435');
  await says(page, 'Scan the item, or the bin you take from');
  await page.keyboard.press('F10');
  await says(page, 'Scan your badge');
  await scan(page, 'RB-1009');
  await page.getByRole('textbox', { name: 'PIN of Dana R.' }).waitFor();
  await type('885012');
  await page.getByRole('alert').getByText('That is not the PIN of this badge.').waitFor();
  await type('493027');
  await says(page, /scan the bin/i);
});
