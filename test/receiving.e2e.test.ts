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
  // What the second supplier sends is counted blind, and the first of each item is looked at.
  const supplierId = supplierOf(linesAtDock()[1]!.delivery_id);
  const sql = central.service.central;
  await sql`insert into setting (key, value) values ('receipt_blind', ${sql.json([{ supplierId }])}), ('receipt_sampling', ${sql.json([{ supplierId, first: 1 }])})`;
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

const supplierOf = (deliveryId: string) => rowsOf(central.demo, 'delivery').find((row) => row.delivery_id === deliveryId)!.supplier_id;
/** One line of each supplier whose goods stand at the dock. */
function linesAtDock() {
  const lines = rowsOf(central.demo, 'delivery_line').filter((row) => central.demo.live.dockDeliveries.includes(row.delivery_id) && row.received === 0 && row.expected >= 3 && plainItem(central.demo, row.item_id));
  return [...new Map(lines.map((line) => [supplierOf(line.delivery_id), line])).values()];
}
const byItem = ([a]: readonly [string, number], [b]: readonly [string, number]): number => (a < b ? -1 : 1);
const running = (value: string) => page.locator('.running').getByText(value, { exact: true }).waitFor({ timeout: 20_000 });
async function isClean(): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html.slice(0, 120))])).toEqual([]);
}

it('RCV-1 RCV-2 RCV-3 takes a scan back, counts a case by what it holds, and finishes for every station', { timeout: 120_000 }, async () => {
  const { demo } = central;
  const line = linesAtDock()[0]!;
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

it('RCV-6 REC-12 REC-13 counts blind, sets samples aside, sends goods away, and takes in what has no paper at all', { timeout: 120_000 }, async () => {
  const { demo } = central;
  const sql = central.service.central;
  const line = linesAtDock()[1]!;
  await scan(page, line.delivery_id);
  await says(page, /what is announced is not shown/);
  await page.getByText(/\d+ expected/).first().waitFor({ state: 'detached' });
  await scan(page, barcodeOf(demo, line.item_id));
  await page.getByText('Set 1 aside for the inspector').first().waitFor();
  for (let n = 0; n < line.expected; n++) await scan(page, barcodeOf(demo, line.item_id));
  await running(String(line.expected + 1));
  await page.keyboard.press('F3');
  await says(page, /F3 again: the driver takes it along/);
  await page.keyboard.press('F3');
  await says(page, 'Scan what is sent away');
  await scan(page, barcodeOf(demo, line.item_id));
  await says(page, /Why is it sent away/);
  await isClean();
  await page.keyboard.press('1');
  await page.getByText('1 sent away', { exact: true }).first().waitFor();
  await page.keyboard.press('Escape');

  await scan(page, 'DN-NOBODY-HAS');
  await page.keyboard.press('3');
  await page.keyboard.press('F2');
  await says(page, /NOPAPER-/);
  await scan(page, barcodeOf(demo, line.item_id));
  await running('1');
  const told = async () => sql<{ type: string; verdict: string; rule: string }[]>`select type, verdict, rule from command_log where device_id = ${station.device} and type like 'delivery.re%' order by sequence desc limit ${line.expected + 3}`;
  await expect.poll(async () => (await told()).map((row) => `${row.type} ${row.verdict} ${row.rule}`.trim()), { timeout: 30_000 })
    .toEqual(['delivery.receive flagged REC-2', 'delivery.refuse applied', 'delivery.receive flagged REC-6', ...Array.from({ length: line.expected }, () => 'delivery.receive applied')]);
  const [waits] = await sql<{ kind: string; quantity: number }[]>`select kind, quantity from exception where subject_id = ${line.delivery_id} and kind = 'SAMPLE_WAITS'`;
  expect(waits).toEqual({ kind: 'SAMPLE_WAITS', quantity: 1 });
});

it('RCV-7 receives a whole pallet by its label, scanned twice, and not once more', { timeout: 120_000 }, async () => {
  const { demo } = central;
  const on = rowsOf(demo, 'delivery_pallet');
  await page.keyboard.press('Escape');
  await says(page, /Scan anything/);
  await scan(page, `]C100${on[0]!.sscc}`);
  await says(page, /Scan the next item/);
  await scan(page, `]C100${on[0]!.sscc}`);
  await says(page, new RegExp(`Scan the pallet again: ${on.reduce((sum, row) => sum + row.quantity, 0)} units of ${on.length} items`));
  await isClean();
  if (process.env['RESTOW_PICTURES'] !== undefined) await page.screenshot({ path: `${process.env['RESTOW_PICTURES']}/pallet.png` });
  await scan(page, on[0]!.sscc);
  await says(page, /Scan the next item/);
  await expect.poll(async () => await central.service.central<{ item_id: string; received: number }[]>`select item_id, received from delivery_pallet order by line_no`, { timeout: 30_000 })
    .toEqual(on.map((row) => ({ item_id: row.item_id, received: row.quantity })));
  await scan(page, on[0]!.sscc);
  await page.getByText(`Pallet ${on[0]!.sscc} was received before`).first().waitFor();
  const [came] = await central.service.central<{ units: number }[]>`select sum(received)::bigint as units from delivery_line where delivery_id = ${on[0]!.delivery_id}`;
  expect(came!.units).toBe(on.reduce((sum, row) => sum + row.quantity, 0));
});

it('LED-7 opens a set where it lies and makes it up again, by scanner alone', { timeout: 120_000 }, async () => {
  const { demo } = central;
  const parts = rowsOf(demo, 'item_component');
  const set = parts[0]!.item_id;
  const lies = rowsOf(demo, 'position').find((row) => row.warehouse_id === 'LEEDS' && row.item_id === set && row.quantity > 0 && row.hold === '' && row.condition === 'N' && !row.location_id.startsWith('~'))!;
  const inBin = async () => new Map((await central.service.central<{ item_id: string; units: number }[]>`select item_id, sum(quantity)::bigint as units from position where location_id = ${lies.location_id} and hold = '' and condition = 'N' group by 1`).map((row) => [row.item_id, row.units]));
  const before = await inBin();
  for (let presses = 0; presses < 4; presses++) await page.keyboard.press('Escape');
  await says(page, 'Scan anything to begin');
  await page.keyboard.press('8');
  await page.getByRole('button', { name: /Sets/ }).waitFor();
  await page.keyboard.press('m');
  await says(page, 'Scan the set that you make up');
  await page.keyboard.press('F3');
  await scan(page, barcodeOf(demo, set));
  await scan(page, `LOC-${lies.location_id}`);
  await says(page, `Open 1, then scan ${lies.location_id} again`);
  if (process.env['RESTOW_PICTURES'] !== undefined) await page.screenshot({ path: `${process.env['RESTOW_PICTURES']}/sets.png` });
  await scan(page, `LOC-${lies.location_id}`);
  const open = new Map(before).set(set, before.get(set)! - 1);
  for (const part of parts.filter((row) => row.item_id === set)) open.set(part.component_id, (before.get(part.component_id) ?? 0) + part.quantity);
  await expect.poll(async () => [...(await inBin())].filter(([, units]) => units !== 0).toSorted(byItem), { timeout: 30_000 }).toEqual([...open].filter(([, units]) => units !== 0).toSorted(byItem));
  await page.keyboard.press('F6');
  await expect.poll(async () => [...(await inBin())].filter(([, units]) => units !== 0).toSorted(byItem), { timeout: 30_000 }).toEqual([...before].filter(([, units]) => units !== 0).toSorted(byItem));
});

it('UNI-1 makes a pallet without a network, loads it, brings it to a bin and takes something off', { timeout: 120_000 }, async () => {
  const { demo } = central;
  const lies = rowsOf(demo, 'position').find((row) => row.warehouse_id === 'LEEDS' && row.quantity > 2 && row.hold === '' && row.condition === 'N' && row.lot === '' && row.serial === '' && /^[A-Z]-/.test(row.location_id) && rowsOf(demo, 'position').filter((each) => each.warehouse_id === 'LEEDS' && each.item_id === row.item_id && each.quantity > 0).length === 1 && plainItem(demo, row.item_id))!;
  for (let presses = 0; presses < 4; presses++) await page.keyboard.press('Escape');
  await says(page, 'Scan anything to begin');
  await page.keyboard.press('8');
  await page.getByRole('button', { name: /Pallets/ }).waitFor();
  await page.keyboard.press('p');
  await page.getByText(/100 numbers left here/).first().waitFor({ timeout: 30_000 });
  await central.down();
  await page.keyboard.press('F2');
  await says(page, /Scan what goes on it/);
  const unitId = (await page.locator('.item-name').innerText()).replace('Pallet ', '');
  await scan(page, barcodeOf(demo, lies.item_id));
  await scan(page, barcodeOf(demo, lies.item_id));
  await page.getByText(`${lies.location_id} → pallet`).first().waitFor();
  await isClean();
  if (process.env['RESTOW_PICTURES'] !== undefined) await page.screenshot({ path: `${process.env['RESTOW_PICTURES']}/pallets.png` });
  await scan(page, `LOC-${lies.location_id}`);
  await page.getByText(`now at ${lies.location_id}`, { exact: true }).first().waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await says(page, 'Scan anything to begin');
  await page.keyboard.press('F2');
  await scan(page, unitId);
  await says(page, `Scan what you take out of ${unitId}`);
  await scan(page, barcodeOf(demo, lies.item_id));
  await says(page, /scan the bin|Scan the bin/);
  // The window is closed and opened again with the goods still in hand.
  await page.reload();
  await says(page, /scan the bin|Scan the bin/);
  await scan(page, 'LOC-DOCK-1');
  await page.getByText(`${unitId} → DOCK-1`).first().waitFor();
  await central.up();
  await expect.poll(async () => (await central.service.central<{ at: string; units: number }[]>`select at_location as at, (select sum(quantity)::bigint from position where location_id = ${unitId}) as units from handling_unit where unit_id = ${unitId}`)[0], { timeout: 60_000 })
    .toEqual({ at: lies.location_id, units: 1 });
});
