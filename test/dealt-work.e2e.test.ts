// Dealt work and put-backs in a real browser, by scanner and keyboard: a station without a network offers what it was
// dealt, an order cancelled meanwhile is answered and put back, and a supervisor takes work from a silent station.
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { postgresStore } from '#db/central/postgres-store.ts';
import { arrive } from '#sync/server/admission.ts';
import { takeIn } from '#sync/server/reconcile.ts';
import { launchBrowser } from './support/browser.ts';
import { barcodeOf, plainItem, rowsOf, says, startDemoCentral, startStationProgram, stripSays, type DemoCentral, type StationProgram } from './support/demo-floor.ts';
import { scan } from './support/scanner.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

let browser: Browser;
let central: DemoCentral;
let station: StationProgram;
let page: Page;
const pictures = process.env['RESTOW_PICTURES'];

beforeAll(async () => {
  [browser, central] = await Promise.all([launchBrowser(), startDemoCentral()]);
  station = await startStationProgram(central.url, temporaryFolder());
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  page = await context.newPage();
  await page.goto(station.url);
  await says(page, /Scan your badge/);
  await page.getByText('Jonas P.').waitFor({ timeout: 60_000 });
  await scan(page, 'RB-1002');
  await says(page, 'Scan anything to begin');
}, 240_000);
afterAll(async () => {
  await browser.close();
  await station.stop();
  await central.stop();
});

const look = async (name: string) => void (pictures !== undefined && (await page.screenshot({ path: path.join(pictures, `${name}.png`) })));
async function home(): Promise<void> {
  for (let presses = 0; presses < 5 && !(await page.locator('main:not(.screen-under) > .home').isVisible()); presses += 1) {
    await page.keyboard.press('Escape');
    await page.waitForTimeout(300);
  }
  await says(page, 'Scan anything to begin');
}
/** What others have stands last. */
const showEnd = () => page.locator('.choices').first().evaluate((list) => list.scrollTo(0, list.scrollHeight));
const sql = () => central.service.central;
/** Of the work dealt to this station, one order of plain items. */
async function dealtOrder() {
  const rows = await sql()<{ fulfilment_id: string; order_id: string }[]>`select fulfilment_id, order_id from fulfilment where dealt_to = ${station.device} and state = 'OPEN' order by fulfilment_id`;
  const tasks = await sql()<{ fulfilment_id: string; task_id: string; item_id: string; location_id: string; quantity: number; lot: string }[]>`select fulfilment_id, task_id, item_id, location_id, quantity, lot from pick_task where fulfilment_id = any(${rows.map((row) => row.fulfilment_id)}::text[])`;
  const found = rows.find((row) => tasks.filter((task) => task.fulfilment_id === row.fulfilment_id).every((task) => plainItem(central.demo, task.item_id) && task.lot === ''))!;
  return { ...found, tasks: tasks.filter((task) => task.fulfilment_id === found.fulfilment_id) };
}
async function cancel(order: { order_id: string; fulfilment_id: string }): Promise<void> {
  const text = JSON.stringify({ id: randomUUID(), type: 'order.cancel', version: 1, device: 'intake', sequence: 0, previous: '', at: Date.now(), offset: 0, person: 'system', warehouse: 'LEEDS', confirmed: [], payload: { orderId: order.order_id, fulfilmentIds: [order.fulfilment_id], reason: 'changed mind' } });
  const [verdict] = await postgresStore(sql()).inScope({ role: 'restow_writer', warehouse: '*', device: '*' }, (tx) => takeIn(tx, Date.now(), { device: 'intake', warehouse: '*' }, [arrive(text, 0)]));
  expect(verdict).toMatchObject({ verdict: 'applied' });
}

describe('dealt work at a station', () => {
  let order: Awaited<ReturnType<typeof dealtOrder>>;

  it('WRK-1 is dealt some as soon as somebody looks for work', async () => {
    await page.keyboard.press('2');
    await says(page, /Scan an empty tote, or an order/);
    await page.getByText('dealt to this station').first().waitFor({ timeout: 30_000 });
    await look('pick-list-online');
    await showEnd();
    await page.getByText(/Leeds cart 2 has it/).first().waitFor();
    order = await dealtOrder();
  });

  it('WRK-2 offline offers that and locks the rest, with who has it', async () => {
    await central.down();
    await stripSays(page, /Offline since/);
    await showEnd();
    await page.locator('[aria-disabled=true]').filter({ hasText: /Leeds cart 2 has it since .* opens by its tote or paper/ }).waitFor({ timeout: 20_000 });
    await look('pick-list-offline');
    await scan(page, order.order_id);
    await says(page, /Go to .*scan the bin/);
    const title = await page.locator('.instruction').first().innerText();
    const task = order.tasks.find((each) => title.includes(each.location_id))!;
    await scan(page, `LOC-${task.location_id}`);
    for (let i = 0; i < task.quantity; i++) await scan(page, barcodeOf(central.demo, task.item_id));
    await says(page, /tote/);
    await scan(page, 'TOTE-060');
    await page.getByText(/→ TOTE-060/).first().waitFor({ timeout: 20_000 });
  });

  it('WRK-5 WRK-6 WRK-7 PIK-4 cancelled meanwhile: stops the picker, is answered, put back by scans, and ends', async () => {
    await central.up();
    await cancel(order);
    await stripSays(page, /Online/);
    await says(page, 'This order is cancelled');
    await look('pick-cancelled');
    await page.keyboard.press('F8');
    await says(page, /out of TOTE-060/);
    await look('put-back');
    const [back] = await sql()<{ item_id: string; quantity: number; to_location: string }[]>`select item_id, quantity, to_location from put_back where order_id = ${order.order_id}`.then(async (rows) => (rows.length > 0 ? rows : order.tasks.filter((task) => task.quantity > 0).slice(0, 1).map((task) => ({ item_id: task.item_id, quantity: task.quantity, to_location: task.location_id }))));
    for (let i = 0; i < back!.quantity; i++) await scan(page, barcodeOf(central.demo, back!.item_id));
    await says(page, /scan the bin/);
    await scan(page, `LOC-${back!.to_location}`);
    await says(page, /TOTE-060 is empty again/);
    await expect.poll(async () => (await sql()<{ state: string }[]>`select state from sales_order where order_id = ${order.order_id}`)[0]!.state, { timeout: 30_000 }).toBe('CANCELLED');
    expect(await sql()`select 1 from exception where subject_id in (${order.order_id}, 'TOTE-060') and state = 'OPEN'`).toHaveLength(0);
    await home();
  });

  it('WRK-4 a supervisor takes the work of a silent station back', async () => {
    await page.keyboard.press('F10');
    await says(page, /Scan your badge/);
    await scan(page, 'RB-1009');
    await says(page, 'Scan anything to begin');
    await page.keyboard.press('F8');
    await page.getByText(/silent for/).first().waitFor({ timeout: 20_000 });
    await page.getByRole('heading', { name: 'Leeds cart 2' }).waitFor();
    await look('stations');
    await page.keyboard.press('F2');
    await says(page, /Why is it taken back from Leeds cart 2/);
    await look('take-back');
    await page.keyboard.press('1');
    await says(page, /Who gets it/);
    await page.keyboard.press('1');
    const work = central.demo.live.silentOrder.fulfilmentId;
    await expect.poll(async () => (await sql()<{ dealt_to: string | null }[]>`select dealt_to from fulfilment where fulfilment_id = ${work}`)[0]!.dealt_to, { timeout: 30_000 }).not.toBe('leeds-cart-2');
    expect(rowsOf(central.demo, 'fulfilment').find((row) => row.fulfilment_id === work)!.dealt_to).toBe('leeds-cart-2');
  });

  it('ADM-6 a supervisor ends the rights of a station that is lost, since it was last heard of', async () => {
    await page.getByRole('button', { name: /Leeds cart 2/ }).first().click();
    await page.keyboard.press('F4');
    await says(page, /Why may Leeds cart 2 not go on/);
    await look('revoke-why');
    await page.keyboard.press('1');
    await says(page, /Since when may .+ not go on/);
    await look('revoke-since');
    await page.keyboard.press('2');
    await expect.poll(async () => sql()`select d.state, r.reason, r.by_id is not null as told, r.revoked_at < r.decided_at as earlier from revocation r join device d on d.device_id = r.subject_id where r.kind = 'device'`, { timeout: 30_000 }).toMatchObject([{ state: 'REVOKED', reason: 'stolen or lost', told: true, earlier: true }]);
    await page.keyboard.press('F5');
    await says(page, /Who may not work here any more/);
    await look('revoke-who');
    await page.keyboard.press('Escape');
  });

  it('WRK-7 packed and then cancelled: stays at the dock, is unpacked into a tote and put back', async () => {
    const { demo } = central;
    const { order, parcelId } = demo.live.readyToShip.find((each) => rowsOf(demo, 'parcel_line').filter((line) => line.parcel_id === each.parcelId).every((line) => line.lot === '' && line.serial === ''))!;
    await home();
    await cancel({ order_id: order.orderId, fulfilment_id: order.fulfilmentId });
    await page.keyboard.press('F3');
    await says(page, /Scan each parcel/);
    await page.getByText(`order ${order.orderId} is cancelled: keep it here, unpack it`).waitFor({ timeout: 20_000 });
    await look('ship-list');
    await scan(page, parcelId);
    await page.getByText('Order cancelled').first().waitFor({ timeout: 20_000 });
    await page.waitForTimeout(400);
    await look('ship-cancelled');
    // Left for now, and scanned again.
    await page.keyboard.press('Escape');
    await says(page, /Scan each parcel/);
    await scan(page, parcelId);
    await page.getByText('Order cancelled').first().waitFor({ timeout: 20_000 });
    await scan(page, 'TOTE-062');
    await says(page, /out of TOTE-062/);
    const waiting = () => central.service.central<{ item_id: string; left: number; to_location: string }[]>`select item_id, (quantity - done)::bigint as left, to_location from put_back where order_id = ${order.orderId} and open order by created_at, put_back_id`;
    await expect.poll(async () => (await waiting()).length, { timeout: 30_000 }).toBeGreaterThan(0);
    for (const row of await waiting()) {
      for (let i = 0; i < row.left; i++) await scan(page, barcodeOf(demo, row.item_id));
      await says(page, /scan the bin/);
      await scan(page, `LOC-${row.to_location}`);
      await expect.poll(async () => (await waiting()).filter((each) => each.item_id === row.item_id).length, { timeout: 30_000 }).toBe(0);
    }
    await says(page, /TOTE-062 is empty again/);
    await expect.poll(async () => [...(await sql()<{ state: string; parcel: string }[]>`select o.state, p.state as parcel from sales_order o join parcel p using (order_id) where order_id = ${order.orderId}`)], { timeout: 30_000 }).toEqual([{ state: 'CANCELLED', parcel: 'VOIDED' }]);
  });
});
