// Told by scan, approved by keys: what is broken waits for a second person, what lies in another bin is corrected at
// once, and all of it is in Postgres as it was signed.
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
  [browser, central] = await Promise.all([launchBrowser({ camera: true }), startDemoCentral()]);
  station = await startStationProgram(central.url, temporaryFolder());
  sql = central.service.central;
  page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
  await page.goto(station.url);
  await page.getByText('Dana R.').waitFor({ timeout: 60_000 });
}, 240_000);
afterAll(async () => {
  await browser.close();
  await station.stop();
  await central.stop();
});

/** A plain item that lies in one bin and that nothing else is going on with. */
function shelved() {
  const plain = new Set(rowsOf(central.demo, 'item').filter((row) => !row.lot_control && !row.serial_control && row.category === 'Kitchen').map((row) => row.item_id));
  const busy = new Set([...rowsOf(central.demo, 'adjustment'), ...rowsOf(central.demo, 'pick_task')].map((row) => row.item_id));
  return rowsOf(central.demo, 'position').find((row) => row.warehouse_id === 'LEEDS' && row.quantity > 5 && row.condition === 'N' && row.hold === '' && plain.has(row.item_id) && !busy.has(row.item_id))!;
}
const press = async (...keys: readonly string[]) => {
  for (const key of keys) {
    await page.keyboard.press(key);
    await page.waitForTimeout(250);
  }
};
async function signIn(badge: string): Promise<void> {
  await scan(page, badge);
  await says(page, 'Scan anything to begin');
}
async function reason(label: RegExp): Promise<void> {
  await page.getByRole('button', { name: label }).click();
}

it('what is broken waits for a second person, who signs what is shown', { timeout: 120_000 }, async () => {
  const goods = shelved();
  await signIn('RB-1002');
  await press('F5');
  await scan(page, `LOC-${goods.location_id}`);
  await scan(page, barcodeOf(central.demo, goods.item_id));
  await says(page, 'Why is it different?');
  await reason(/Damaged here/);
  await press('2', 'Enter');
  await says(page, 'Is that so? F8 tells it');
  // Taken by the camera, and one from a file; a hand on the keyboard only.
  await press('p');
  await says(page, /Photo of/);
  await page.locator('.photo-live:not(.photo-dark)').waitFor();
  await press('Enter');
  await page.getByRole('img', { name: /Photo 1 of/ }).waitFor();
  await press('p');
  await page.locator('input[type=file]').setInputFiles({ name: '../"><script>.jpg', mimeType: 'image/png', buffer: await page.screenshot() });
  await page.getByRole('img', { name: /Photo 2 of/ }).waitFor();
  const look = process.env['RESTOW_PICTURES'];
  if (look) await page.screenshot({ path: `${look}/adjust-with-photos.png` });
  await press('F8');
  await says(page, 'Scan the item');
  const state = async () => (await sql<{ state: string; author: string; approver: string | null; delta: string }[]>`select state, author, approver, delta from adjustment where item_id = ${goods.item_id} and author = 'jonas.p'`).map((row) => ({ ...row, delta: Number(row.delta) }));
  await vi.waitFor(async () => expect(await state()).toEqual([{ state: 'PENDING', author: 'jonas.p', approver: null, delta: -2 }]), { timeout: 20_000, interval: 200 });
  await press('Escape', 'F10');
  await signIn('RB-1009');
  await press('F4');
  const title = page.getByRole('button', { name: new RegExp(goods.location_id) });
  await title.click();
  await page.getByRole('img', { name: /Photo 2 of/ }).waitFor();
  await press('p', 'ArrowRight');
  await page.getByText('2 of 2').waitFor();
  if (look) await page.screenshot({ path: `${look}/approve-photo.png` });
  await press('Escape');
  if (look) await page.screenshot({ path: `${look}/approve-with-photos.png` });
  await vi.waitFor(async () => expect(await sql`select count(*)::int as n from attachment where arrived_at is not null`).toEqual([{ n: 2 }]), { timeout: 20_000, interval: 200 });
  await page.getByRole('button', { name: /Approve − 2/ }).waitFor();
  await press('a');
  await vi.waitFor(async () => expect(await state()).toEqual([{ state: 'POSTED', author: 'jonas.p', approver: 'dana.r', delta: -2 }]), { timeout: 20_000, interval: 200 });
  await press('Escape', 'F7');
  await scan(page, `LOC-${goods.location_id}`);
  await page.getByRole('button', { name: /Why this number/ }).first().waitFor();
  await press('F5');
  await page.locator('.why-line-on').waitFor();
  await press('Enter');
  await page.getByRole('img', { name: /Photo 2 of/ }).waitFor();
  if (look) await page.screenshot({ path: `${look}/why-with-photos.png` });
  await press('Escape', 'Escape', 'Escape', 'Escape');
  await says(page, 'Scan anything to begin');
});

it('a look-alike mix-up that two counts found is corrected in one key', { timeout: 120_000 }, async () => {
  await press('F4');
  const { missing, extra } = central.demo.live.swap;
  const row = rowsOf(central.demo, 'adjustment').find((each) => each.adjustment_id === missing)!;
  // The list draws what is in sight; it stands further down the less it is worth.
  const wanted = page.getByRole('button', { name: new RegExp(row.location_id) }).first();
  await expect.poll(async () => {
    if (!(await wanted.isVisible())) await page.locator('.choices').first().evaluate((list) => list.scrollBy(0, 400));
    return wanted.isVisible();
  }, { timeout: 20_000, interval: 300 }).toBe(true);
  await wanted.click();
  await page.getByRole('button', { name: /Correct .* together/ }).waitFor();
  await press('z');
  await vi.waitFor(async () => {
    const rows = await sql<{ adjustment_id: string; state: string }[]>`select adjustment_id, state from adjustment where adjustment_id in ${sql([missing, extra])} or source = 'correction'`;
    expect(rows.map((each) => each.state).toSorted()).toEqual(['POSTED', 'POSTED', 'REPLACED', 'REPLACED']);
  }, { timeout: 20_000, interval: 200 });
});
