// What somebody did while offline comes out otherwise in the ERP: it waits in the window until they have seen it.
import { randomUUID } from 'node:crypto';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchBrowser } from './support/browser.ts';
import { rowsOf, says, startDemoCentral, startStationProgram, type DemoCentral, type StationProgram } from './support/demo-floor.ts';
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
  await scan(page, 'RB-1001');
  await says(page, 'Scan anything to begin');
}, 240_000);
afterAll(async () => {
  await browser.close();
  await station.stop();
  await central.stop();
});

const ask = async (name: string, body: object): Promise<unknown> => {
  const { origin, hash } = new URL(station.url);
  return (await fetch(`${origin}/request`, { method: 'POST', headers: { 'content-type': 'application/json', 'x-restow-token': hash.replace('#token=', '') }, body: JSON.stringify({ name, body }) })).json();
};
const post = async (path: string, body: object): Promise<unknown> => (await fetch(`${central.url}${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ protocol: 1, ...body }) })).json();

it('REB-9 what came out differently is told in words, and stays until it was seen', { timeout: 120_000 }, async () => {
  const item = rowsOf(central.demo, 'item')[0]!.item_id;
  const payload = { holdId: 'HOLD-77', itemId: item, code: 'QC' };
  await ask('plug', { connected: false });
  expect(await ask('submit', { commands: [{ id: randomUUID(), type: 'hold.place', payload }] })).toMatchObject({ reply: { ok: true } });
  const device = 'another-station';
  await post('/enrol', { device, incarnation: 'first', name: 'Dock 3', warehouse: 'LEEDS', kind: 'station' });
  const same = JSON.stringify({ id: randomUUID(), type: 'hold.place', version: 1, device, sequence: 1, previous: '', at: Date.now(), offset: 0, person: rowsOf(central.demo, 'person').find((row) => row.badge === 'RB-1009')!.person_id, warehouse: 'LEEDS', confirmed: [], payload: { ...payload, lot: '', serial: '', locationId: '', note: '' } });
  expect(await post('/push', { device, incarnation: 'first', first: 1, commands: [same] })).toMatchObject({ held: 1 });
  await ask('plug', { connected: true });
  await page.keyboard.press('6');
  await page.getByRole('heading', { name: 'Somebody had done it already' }).waitFor({ timeout: 30_000 });
  await page.getByText('decided by the ERP').waitFor();
  await page.getByText('HLD-1').waitFor();
  if (process.env['SHOT']) await page.screenshot({ path: process.env['SHOT'] });
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations).toEqual([]);
  await page.keyboard.press('F2');
  await page.getByRole('heading', { name: 'Somebody had done it already' }).waitFor({ state: 'detached' });
});
