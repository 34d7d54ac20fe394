// Work items by keys and scanner alone: taken on, put right by further commands, released and given up, and what Postgres
// has of it in the end.
import { randomUUID } from 'node:crypto';
import { hashOf } from '#domain/ids.ts';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { Central } from '#db/central/open.ts';
import { launchBrowser } from './support/browser.ts';
import { rowsOf, says, startDemoCentral, startStationProgram, type DemoCentral, type StationProgram } from './support/demo-floor.ts';
import { scan } from './support/scanner.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

let browser: Browser;
let central: DemoCentral;
let station: StationProgram;
let page: Page;
let sql: Central;
const device = 'old-station';

beforeAll(async () => {
  [browser, central] = await Promise.all([launchBrowser(), startDemoCentral()]);
  sql = central.service.central;
  await sentByAnOldStation();
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

const post = async (path: string, body: object): Promise<unknown> => (await fetch(`${central.url}${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ protocol: 1, ...body }) })).json();

/** A move by somebody who has left, a line that a power cut has torn, lost numbers, and a copy that asks to be let in. */
async function sentByAnOldStation(): Promise<void> {
  const goods = rowsOf(central.demo, 'position').find((row) => row.warehouse_id === 'LEEDS' && row.quantity > 3 && row.condition === 'N' && row.hold === '' && row.lot === '' && row.serial === '' && !row.location_id.startsWith('~'))!;
  const bin = rowsOf(central.demo, 'location').find((row) => row.warehouse_id === 'LEEDS' && row.kind === 'bin' && row.location_id !== goods.location_id)!;
  await post('/enrol', { device, incarnation: 'first', name: 'Dock 3', warehouse: 'LEEDS', kind: 'station' });
  const move = JSON.stringify({
    id: randomUUID(), type: 'stock.move', version: 1, device, sequence: 1, previous: '', at: Date.now() - 3_600_000, offset: 0, person: 'gone', warehouse: 'LEEDS', confirmed: [],
    payload: { itemId: goods.item_id, quantity: 2, fromLocation: goods.location_id, toLocation: bin.location_id },
  });
  const torn = '{"id":"0190-torn","type":"pick.pi';
  expect(await post('/push', { device, incarnation: 'first', first: 1, commands: [move, torn] })).toMatchObject({ held: 2, link: hashOf(Buffer.from(torn)) });
  await post('/push', { device, incarnation: 'first', first: 6, commands: [], lost: { from: 3, to: 5, link: 'x', before: { at: Date.now() - 3_000_000, person: 'gone', type: 'stock.move' } } });
  await post('/readmit', { device, incarnation: 'first', next: 'its-copy', nextIncarnation: 'second', after: 5, link: 'x', unsent: 4, oldestUnsentAt: Date.now(), reason: 'copied' });
}

const press = async (...keys: readonly string[]) => {
  for (const key of keys) {
    await page.keyboard.press(key);
    await page.waitForTimeout(300);
  }
};
async function open(title: string): Promise<void> {
  for (let presses = 0; presses < 4 && !(await page.locator('main:not(.screen-under) > .home').isVisible()); presses++) await press('Escape');
  await press('6');
  await page.getByText('Needs somebody, yours first').waitFor();
  for (let steps = 0; steps < 60; steps++) {
    if ((await page.locator('h1').first().innerText()) === title) return;
    await page.keyboard.press('ArrowDown');
    await page.waitForTimeout(100);
  }
  throw new Error(`no work item "${title}"`);
}
const exception = async (kind: string, of = device) => (await sql<{ exception_id: string; state: string; taken_by: string | null; resolution: string | null; resolved_by: string | null }[]>`select exception_id, state, taken_by, resolution, resolved_by from exception where kind = ${kind} and device_id = ${of} order by opened_at, exception_id`);

it('one person takes a work item on, and everybody sees who', { timeout: 90_000 }, async () => {
  await open('A station that was copied or restored');
  await press('F6');
  await page.getByText(/you have it since/).waitFor();
  await vi.waitFor(async () => expect(await exception('STATION_COPIED')).toMatchObject([{ taken_by: expect.any(String) as string }]), 20_000);
  await press('F6');
  await vi.waitFor(async () => expect(await exception('STATION_COPIED')).toMatchObject([{ taken_by: null }]), 20_000);
});

it('a copied station is let in by one key', { timeout: 90_000 }, async () => {
  await open('A station that was copied or restored');
  await page.getByText('4 commands waited in it then').waitFor();
  await press('F2');
  await vi.waitFor(async () => expect(await exception('STATION_COPIED')).toMatchObject([{ state: 'RESOLVED', resolution: 'READMITTED' }]), 20_000);
  expect(await post('/readmit', { device, incarnation: 'first', next: 'its-copy', nextIncarnation: 'second', after: 5, link: 'x', unsent: 4, oldestUnsentAt: Date.now(), reason: 'copied' })).toEqual({ admitted: true });
});

it('kept-back work is released under the name of who answers for it, and what is torn waits for a second person', { timeout: 120_000 }, async () => {
  await open('Kept back by the ERP');
  const torn = page.getByText('It reads “{"id":"0190-torn"');
  if (await torn.isVisible()) await press('ArrowDown');
  await page.getByText('names gone, who is not known').waitFor();
  await press('F2');
  await vi.waitFor(async () => expect((await exception('PARKED')).map((row) => row.resolution ?? '').toSorted()).toEqual(['', 'RELEASED']), 20_000);
  await page.getByText('names gone, who is not known').waitFor({ state: 'detached', timeout: 20_000 });
  await open('Kept back by the ERP');
  await torn.waitFor();
  await press('F3');
  await page.getByText('Why is it given up?').waitFor();
  await page.keyboard.type('torn by a power cut', { delay: 150 });
  await press('Enter');
  await vi.waitFor(async () => expect(await sql`select book from exception where kind = 'PARKED' and state = 'OPEN' and device_id = ${device}`).toMatchObject([{ book: { givenUp: { reason: 'torn by a power cut' } } }]), 20_000);
  await page.getByText(/wants it given up: “torn by a power cut”/).waitFor({ timeout: 20_000 });
});

it('lost work is told with what came before it, and closed with what was found out', { timeout: 90_000 }, async () => {
  await open('Work lost with a disk');
  await page.getByText('has lost 3 of its commands with its disk, number 3 to 5').waitFor();
  await press('F3');
  await vi.waitFor(async () => expect(await exception('LOST_COMMANDS')).toMatchObject([{ state: 'RESOLVED', resolution: 'COUNTED' }]), 20_000);
});

it('suspense shows what it is worth and who drew it, and is counted by one key', { timeout: 90_000 }, async () => {
  await open('Taken, but not in the books');
  await press('F8');
  await page.getByRole('heading', { name: 'What drew it' }).waitFor();
  const place = (await page.locator('h1').first().innerText()).split(' · ')[0]!;
  if (await page.getByText('counted only if it stays').isVisible()) await press('F2');
  await page.getByText('✓ a count is open').waitFor({ timeout: 20_000 });
  await vi.waitFor(async () => expect((await sql`select 1 from count_task where location_id = ${place} and state in ('OPEN', 'COUNTING')`).length).toBeGreaterThan(0), 20_000);
});

it('every open work item has its ways out on screen, each with a key', { timeout: 90_000 }, async () => {
  const kinds = await sql<{ kind: string; n: number }[]>`select kind, count(*)::bigint as n from exception where state = 'OPEN' and warehouse_id = 'LEEDS' group by kind`;
  await open('Taken, but not in the books');
  for (let steps = 0; steps < kinds.reduce((sum, row) => sum + row.n, 0); steps++) {
    const keys = await page.locator('.ways-row button').count();
    const title = await page.locator('h1').first().innerText();
    expect([title, keys > 1]).toEqual([title, true]);
    await press('ArrowDown');
  }
});
