// Scans at twenty a second, by a scanner at a real Chromium, while the station's process is killed without warning again
// and again: what the window beeped for is a row at the server, in the order of the scans, once. RESTOW_SCANS and
// RESTOW_KILLS make it longer (2000 and 10).
import { setTimeout as pause } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchBrowser } from './support/browser.ts';
import { barcodeOf, plainItem, rowsOf, says, startDemoCentral, startStationProgram, type DemoCentral, type StationProgram } from './support/demo-floor.ts';
import { scan } from './support/scanner.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

const SCANS = Number(process.env['RESTOW_SCANS'] ?? 120);
const KILLS = Number(process.env['RESTOW_KILLS'] ?? 3);
const PACE_MS = 50;
const DELIVERY = 'DN-KILLED';
const DOCK = 'DOCK-1';

let browser: Browser;
let central: DemoCentral;
let station: StationProgram;
let page: Page;
let items: readonly string[];
let bins: readonly string[];

declare global {
  interface Window {
    /** Pitches of the sounds that were played. */
    beeps?: number[];
  }
}

beforeAll(async () => {
  [browser, central] = await Promise.all([launchBrowser(), startDemoCentral()]);
  const { demo, service } = central;
  items = rowsOf(demo, 'item').filter((row) => plainItem(demo, row.item_id) && rowsOf(demo, 'barcode').filter((code) => code.item_id === row.item_id).length > 0).slice(0, 8).map((row) => row.item_id);
  bins = rowsOf(demo, 'location').filter((row) => row.warehouse_id === 'LEEDS' && row.pickable).slice(0, 6).map((row) => row.location_id);
  await service.central`insert into delivery (warehouse_id, delivery_id, supplier_id, purchase_order_id, state, expected_at, arrived_at) values ('LEEDS', ${DELIVERY}, ${rowsOf(demo, 'supplier')[0]!.supplier_id}, null, 'ARRIVED', 1, 1)`;
  for (const [n, item] of items.entries()) await service.central`insert into delivery_line (warehouse_id, delivery_id, line_id, item_id, expected, received, damaged) values ('LEEDS', ${DELIVERY}, ${String(n)}, ${item}, 1000000, 0, 0)`;
  station = await startStationProgram(central.url, temporaryFolder());
  page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
  await page.addInitScript(() => {
    window.beeps = [];
    window.AudioContext = class extends AudioContext {
      override createOscillator(): OscillatorNode {
        const made = super.createOscillator();
        // Its pitch is set in the same breath.
        queueMicrotask(() => window.beeps!.push(made.frequency.value));
        return made;
      }
    };
  });
  await page.goto(station.url);
  await says(page, /Scan your badge/);
  await page.getByText('Mara K.').waitFor({ timeout: 60_000 });
  await scan(page, 'RB-1001');
  await says(page, 'Scan anything to begin');
}, 240_000);
afterAll(async () => {
  await browser.close();
  await station.stop();
  await central.stop();
});

type Row = readonly [type: string, item: string, from: string, to: string];
/** Codes to be scanned on one screen, and what each that completes something must have become. */
interface Part {
  readonly scans: readonly string[];
  readonly rows: readonly Row[];
}
const receiving = (many: number): Part => {
  const chosen = Array.from({ length: many }, (_, n) => items[(n * 5 + (n >> 3)) % items.length]!);
  return { scans: chosen.map((item) => barcodeOf(central.demo, item)), rows: chosen.map((item) => ['delivery.receive', item, '', DOCK]) };
};
/** The first of each item goes to the first bins, so that the moves after it find goods there. */
const puttingAway = (many: number): Part => {
  const chosen = Array.from({ length: Math.floor(many / 2) }, (_, n): readonly [string, string] => [items[n % items.length]!, bins[n % bins.length]!]);
  return { scans: chosen.flatMap(([item, bin]) => [barcodeOf(central.demo, item), `LOC-${bin}`]), rows: chosen.map(([item, bin]) => ['stock.put_away', item, DOCK, bin]) };
};
const moving = (put: Part, many: number): Part => {
  const chosen = put.rows.slice(0, Math.floor(many / 3)).map(([, item, , bin]): Row => ['stock.move', item, bin, bins[(bins.indexOf(bin) + 1) % bins.length]!]);
  return { scans: chosen.flatMap(([, item, from, to]) => [`LOC-${from}`, barcodeOf(central.demo, item), `LOC-${to}`]), rows: chosen };
};

const told = async (): Promise<readonly Row[]> =>
  (await central.service.central<{ type: string; item_id: string; from_location: string; to_location: string }[]>`
    select m.type, m.item_id, m.from_location, m.to_location from command_log c join movement m using (command_id) where c.device_id = ${station.device} order by c.sequence`)
    .map((row) => [row.type, row.item_id, row.from_location.startsWith('~') ? '' : row.from_location, row.to_location]);

it('OUT-1 OUT-2 OUT-3 every accepted beep is a row at the server, in order, once, however often the station is killed', { timeout: 120_000 + SCANS * 400 + KILLS * 20_000 }, async () => {
  const put = puttingAway(Math.floor(SCANS * 0.3));
  const parts = [receiving(Math.ceil(SCANS * 0.5)), put, moving(put, Math.floor(SCANS * 0.2))];
  const all = parts.reduce((sum, part) => sum + part.scans.length, 0);
  let scanned = 0;
  let kills = 0;
  let killing: Promise<void> = Promise.resolve();
  await page.evaluate(() => { window.beeps!.length = 0; });
  for (const [n, part] of parts.entries()) {
    if (n === 0) {
      await scan(page, DELIVERY);
      await says(page, /Scan the next item/);
      await scan(page, `LOC-${DOCK}`);
      await page.getByText(`Goods now stand at ${DOCK}`, { exact: true }).waitFor();
    } else if (n === 1) {
      await page.keyboard.press('F4');
      await says(page, /Scan the item, or the bin|Scan what you take out of/);
    }
    await page.evaluate(() => { window.beeps!.length = 0; });
    for (const code of part.scans) {
      await Promise.all([scan(page, code), pause(PACE_MS)]);
      scanned += 1;
      if (kills < KILLS && scanned * (KILLS + 1) >= all * (kills + 1)) {
        kills += 1;
        killing = killing.then(() => station.killAndRestart());
      }
    }
    const rows = parts.slice(0, n + 1).flatMap((each) => each.rows);
    await expect.poll(async () => (await told()).length, { timeout: 60_000 + SCANS * 100, interval: 500 }).toBeGreaterThanOrEqual(rows.length);
    expect(await told()).toEqual(rows);
    // One high tone for a receipt; for a move one high tone for what is taken in hand, and a chord for where it went.
    const beeps = (await page.evaluate(() => window.beeps!)).toSorted((a, b) => a - b);
    const times = (hz: number): number => beeps.filter((each) => each === hz).length;
    expect([times(1568), times(784)]).toEqual(n === 0 ? [part.rows.length, 0] : [part.scans.length - part.rows.length, part.rows.length]);
  }
  await killing;
  expect(kills).toBe(KILLS);
});
