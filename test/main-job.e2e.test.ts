// The main job in a real Chromium with the server out of reach: sign in, receive, count, inspect, pick, pack and ship
// by scanner bursts; reload the page and kill the station in the middle; reconnect; every fact in Postgres once, in
// order, with who, when and which device.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from './support/browser.ts';
import { barcodeOf, plainItem, rowsOf, says, startDemoCentral, startStationProgram, stripSays, type DemoCentral, type StationProgram } from './support/demo-floor.ts';
import { scan } from './support/scanner.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

let browser: Browser;
let central: DemoCentral;
let station: StationProgram;
let page: Page;
const began = Date.now();

beforeAll(async () => {
  [browser, central] = await Promise.all([launchBrowser(), startDemoCentral()]);
  station = await startStationProgram(central.url, temporaryFolder());
  page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.goto(station.url);
}, 240_000);
afterAll(async () => {
  await browser.close();
  await station.stop();
  await central.stop();
});

const commandsOf = (device: string) =>
  central.service.central<{ sequence: number; type: string; person_id: string; verdict: string; effective_at: number }[]>`
    select sequence, type, person_id, verdict, effective_at from command_log where device_id = ${device} order by sequence`;
const home = async () => {
  for (let i = 0; i < 4 && !(await page.getByText('Scan anything to begin').isVisible()); i++) {
    await page.keyboard.press('Escape');
    await page.waitForTimeout(300);
  }
  await says(page, 'Scan anything to begin');
};

describe('the main job, offline', () => {
  it('signs in by badge and loses the server', async () => {
    await says(page, /Scan your badge/);
    await page.getByText('Mara K.').waitFor({ timeout: 30_000 });
    await scan(page, 'RB-1001');
    await says(page, 'Scan anything to begin');
    await stripSays(page, /Online/);
    await central.down();
    await stripSays(page, /Offline since/);
  });

  it('receives', async () => {
    const { demo } = central;
    const line = rowsOf(demo, 'delivery_line').find((row) => demo.live.dockDeliveries.includes(row.delivery_id) && row.received === 0 && row.expected >= 3 && plainItem(demo, row.item_id))!;
    await scan(page, line.delivery_id);
    await says(page, /Scan/);
    for (let i = 0; i < 3; i++) await scan(page, barcodeOf(demo, line.item_id));
    await page.locator('.running').getByText('3', { exact: true }).waitFor({ timeout: 20_000 });
    await stripSays(page, /3 saved here/);
  });

  it('goes on after a reload of the page', async () => {
    await page.reload();
    await stripSays(page, /Offline since.*3 saved here/s);
    await home();
  });

  it('counts a bin', async () => {
    const { demo } = central;
    const busy = new Set(rowsOf(demo, 'count_task').map((row) => row.location_id));
    const bins = Map.groupBy(rowsOf(demo, 'position').filter((row) => row.warehouse_id === 'LEEDS' && row.quantity > 0 && row.condition === 'N' && row.hold === '' && /^[A-Z]-\d/.test(row.location_id)), (row) => row.location_id);
    const [bin, held] = [...bins].find(([id, rows]) => rows.length === 1 && !busy.has(id) && rows[0]!.quantity > 4 && plainItem(demo, rows[0]!.item_id))!;
    await page.keyboard.press('5');
    await says(page, /Scan the bin/);
    await scan(page, `LOC-${bin}`);
    await says(page, /Scan every piece/);
    for (let i = 0; i < 4; i++) await scan(page, barcodeOf(demo, held[0]!.item_id));
    await page.locator('.running').getByText('4', { exact: true }).waitFor({ timeout: 20_000 });
    await page.keyboard.press('F8');
    await says(page, /Scan the bin/);
    await home();
  });

  it('goes on after the station was killed', async () => {
    await station.killAndRestart();
    await stripSays(page, /Offline since/);
    await home();
  });

  it('inspects a return', async () => {
    const unit = central.demo.live.returns[0]!.waiting;
    await scan(page, unit.unitId);
    await page.getByText('Is it the item that was ordered?').waitFor({ timeout: 20_000 });
    await page.keyboard.press('n');
    await page.getByText('chosen by you').waitFor({ timeout: 20_000 });
    await page.keyboard.press('Enter');
    await says(page, /Scan the parcel/);
    await page.getByText(/graded N, new, sealed · restock/).first().waitFor({ timeout: 20_000 });
    await home();
  });

  it('picks, packs and ships an order', async () => {
    const { demo } = central;
    const order = demo.live.readyToPick.find(({ fulfilmentId }) => rowsOf(demo, 'pick_task').filter((task) => task.fulfilment_id === fulfilmentId).every((task) => plainItem(demo, task.item_id)))!;
    const tasks = rowsOf(demo, 'pick_task').filter((task) => task.fulfilment_id === order.fulfilmentId);
    await scan(page, order.orderId);
    for (let done = 0; done < tasks.length; done++) {
      await says(page, /Go to .*scan the bin/);
      const title = await page.locator('.instruction').first().innerText();
      const task = tasks.find((each) => title.includes(each.location_id))!;
      await scan(page, `LOC-${task.location_id}`);
      await says(page, /Scan (the item|\d+ more)/);
      for (let i = 0; i < task.quantity; i++) await scan(page, barcodeOf(demo, task.item_id));
      await says(page, /tote/);
      await scan(page, 'TOTE-060');
    }
    await says(page, /All picked/);
    await page.keyboard.press('F8');
    await says(page, /Scan each item into the box/);
    for (const task of tasks) for (let i = 0; i < task.quantity; i++) await scan(page, barcodeOf(demo, task.item_id));
    await says(page, /Everything is in/);
    await page.keyboard.press('F8');
    await says(page, /Parcel PC-/);
    const parcel = /PC-[0-9A-F]+/.exec(await page.locator('.instruction').first().innerText())![0];
    await page.keyboard.press('F8');
    await says(page, /Scan each parcel/);
    await scan(page, parcel);
    await page.getByText(/handed to/).first().waitFor({ timeout: 20_000 });
    await home();
  });

  it('has every fact in Postgres once, in order, with who, when and which device, after the server is back', async () => {
    expect(await page.locator('header').innerText()).toMatch(/\d+ saved here/);
    await central.up();
    await stripSays(page, /Online/);
    await expect.poll(async () => (await page.locator('header').innerText()).includes('saved here'), { timeout: 30_000 }).toBe(false);
    const log = await commandsOf(station.device);
    expect(log.map((row) => row.sequence)).toEqual(log.map((_, i) => i + 1));
    expect(new Set(log.map((row) => row.person_id))).toEqual(new Set(['mara.k']));
    for (const row of log) expect(row.effective_at).toBeGreaterThan(began - 60_000);
    expect(log.map((row) => row.effective_at)).toEqual(log.map((row) => row.effective_at).toSorted((a, b) => a - b));
    const types = log.map((row) => row.type).filter((type, i, all) => type !== all[i - 1]);
    expect(types).toEqual(['delivery.receive', 'count.open', 'count.record', 'count.submit', 'return.inspect', 'return.dispose', 'pick.pick', 'parcel.pack', 'parcel.ship']);
    const count = (type: string) => log.filter((row) => row.type === type).length;
    expect([count('delivery.receive'), count('count.record'), count('parcel.ship')]).toEqual([3, 4, 1]);
    expect(log.filter((row) => row.verdict !== 'applied')).toEqual([]);
    const [movements] = await central.service.central<{ received: number; shipped: number }[]>`
      select count(*) filter (where type = 'delivery.receive')::bigint as received, count(*) filter (where type = 'parcel.ship')::bigint as shipped from movement where device_id = ${station.device}`;
    expect(movements!.received).toBe(3);
    expect(movements!.shipped).toBeGreaterThan(0);
  });
});

describe('a fast scanner', () => {
  it('200 scans of one item at 20 a second: 200 counted', async () => {
    const { demo } = central;
    const code = barcodeOf(demo, rowsOf(demo, 'item').find((row) => plainItem(demo, row.item_id))!.item_id);
    await page.keyboard.press('5');
    await says(page, /Scan the bin/);
    await scan(page, 'LOC-STAGE-1');
    await says(page, /Scan every piece/);
    const start = performance.now();
    for (let n = 0; n < 200; n++) {
      await scan(page, code);
      const wait = start + (n + 1) * 50 - performance.now();
      if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    }
    await page.locator('.running').getByText('200', { exact: true }).waitFor({ timeout: 30_000 });
    await expect.poll(async () => (await central.service.central<{ counted: number }[]>`select counted from count_line where device_id = ${station.device} and location_id = 'STAGE-1'`)[0]?.counted, { timeout: 30_000 }).toBe(200);
    expect((await commandsOf(station.device)).filter((row) => row.type === 'count.record').length).toBe(204);
  });
});
