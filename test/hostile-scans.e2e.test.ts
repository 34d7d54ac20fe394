// Five hundred labels that somebody made to do harm, scanned at a real station in a real browser: on work screens, with a field
// in focus, with a question open. Each is said and kept for a supervisor; none does anything else.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchBrowser } from '#test/support/browser.ts';
import { barcodeOf, plainItem, rowsOf, says, startDemoCentral, startStationProgram, stripSays, type DemoCentral, type StationProgram } from '#test/support/demo-floor.ts';
import { scan } from '#test/support/scanner.ts';
import { temporaryFolder } from '#test/support/temporary-folder.ts';

let browser: Browser;
let central: DemoCentral;
let station: StationProgram;
let page: Page;
const surprises: string[] = [];

beforeAll(async () => {
  [browser, central] = await Promise.all([launchBrowser(), startDemoCentral()]);
  station = await startStationProgram(central.url, temporaryFolder());
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  page = await context.newPage();
  page.on('dialog', (dialog) => { surprises.push(`dialog ${dialog.message()}`); void dialog.dismiss(); });
  page.on('popup', () => surprises.push('popup'));
  page.on('download', () => surprises.push('download'));
  page.on('pageerror', (error) => surprises.push(`error ${error.message}`));
  page.on('framenavigated', (frame) => surprises.push(`navigated to ${frame.url()}`));
  page.on('request', (request) => { if (!request.url().startsWith(new URL(station.url).origin)) surprises.push(`request ${request.url()}`); });
  await page.goto(station.url);
  await says(page, /Scan your badge/);
  await page.getByText('Mara K.').waitFor({ timeout: 60_000 });
  await scan(page, 'RB-1001');
  await says(page, 'Scan anything to begin');
  surprises.length = 0;
}, 240_000);
afterAll(async () => {
  await browser.close();
  await station.stop();
  await central.stop();
});

const controls = Array.from({ length: 32 }, (_, code) => String.fromCharCode(code)).filter((character) => character !== '\r' && character !== '\n' && character !== '\t');
const payloads: readonly string[] = [
  '^XA^FO0,0^A0N,50,50^FDEVIL^FS^XZ', '~JA', '~HS^XA^ID*:*.*^XZ', '! U1 setvar "device.reset" ""', '<script>alert(1)</script>', '<img src=x onerror=alert(1)>', '"><svg onload=alert(1)>', 'javascript:alert(1)',
  'data:text/html,<script>alert(1)</script>', 'https://evil.example/01/09520123456788?linkType=x', 'file:///etc/passwd', "'; drop table position; --", '1 or 1=1', '../../../../etc/passwd', '%00%0a%0d', '${7*7}{{7*7}}', '=cmd|calc!A0', '@SUM(1+1)',
  '{"type":"stock.open","payload":{}}', '__proto__', 'constructor', 'RB-9999', 'RB-', 'RB-1009', 'RB-1002', 'rb-1009', ']C0RB-1009', 'LOC-~supplier', '~suspense:A-01', 'LOC-Z-99-9', 'TOTE-../..', 'SO-%', 'DN-*', 'PC-\\', '4006381333932', ']E04006381333932',
  '(01)09520123456788(02)09520123456788(37)1', '(01)09520123456789(10)X', ']C10109520123456788310012345', '(17)991399', ']Q3', ']XX', ']', '(', '((((((((((', '^^^^', '\\^', 'A'.repeat(4000), '9'.repeat(4000), '(10)'.repeat(1000), '\u202eRB-1009', 'ﬀ漢字🙂', '\ufeffLOC-A', 'é'.repeat(200),
  'Escape', 'F8', 'F10', 'Enter', ' ', 'ctrl+w', ...controls.map((character) => `AB${character}CD1234`), ...controls.map((character) => `${character}LOC-A-01`),
];
const hostile = Array.from({ length: 500 }, (_, index) => {
  const payload = payloads[index % payloads.length]!;
  return index < payloads.length ? payload : `${payload}${String(index)}`;
});

/** All keys of a code at once, into whatever has the focus, characters that no keyboard has among them. */
const burst = (text: string) => page.evaluate((code) => {
  const target = document.activeElement ?? document.body;
  const press = (key: string): boolean => target.dispatchEvent(new KeyboardEvent('keydown', { key, code: key === 'Enter' ? 'Enter' : '', bubbles: true, cancelable: true }));
  for (const character of code) press(character);
  press('Enter');
}, text);

const rest = () => page.waitForTimeout(250);
async function scanAll(codes: readonly string[]): Promise<void> {
  for (const code of codes) await burst(code);
  await rest();
}
const commands = () => central.service.central<{ type: string; person_id: string; count: number }[]>`select type, person_id, count(*)::int as count from command_log where device_id = ${station.device} group by type, person_id order by type`;

it('none of five hundred hostile scans does anything but be reported', async () => {
  const delivery = rowsOf(central.demo, 'delivery').find((row) => central.demo.live.dockDeliveries.includes(row.delivery_id))!;
  const stock = () => central.service.central`select count(*)::int as movements, coalesce(sum(quantity), 0)::bigint as units from movement where device_id = ${station.device}`;
  const part = (n: number) => hostile.slice(n * 100, n * 100 + 100);

  // At home, and on a work screen.
  await scanAll(part(0));
  await says(page, 'Scan anything to begin');
  await scan(page, delivery.delivery_id);
  await says(page, /Scan the next item/);
  await scanAll(part(1));
  await says(page, /Scan/);
  // With a field in focus: the quantity, then the search of the lookup, which answers and keeps nothing.
  await page.keyboard.press('F2');
  await scanAll(part(2));
  await expect.poll(() => page.locator('input').first().inputValue()).toMatch(/^[0-9]{0,4}$/);
  await page.keyboard.press('Escape');
  await page.keyboard.press('F7');
  await page.getByPlaceholder('Name or number').waitFor();
  await scanAll(part(3));
  expect(await page.getByPlaceholder('Name or number').inputValue()).toBe('');
  await page.keyboard.press('F7');
  // With a question open that a key would answer.
  const wrong = rowsOf(central.demo, 'item').find((row) => plainItem(central.demo, row.item_id) && !rowsOf(central.demo, 'delivery_line').some((line) => line.item_id === row.item_id))!;
  await scan(page, barcodeOf(central.demo, wrong.item_id));
  await page.getByRole('alertdialog').waitFor({ timeout: 20_000 });
  await scanAll(part(4));
  await page.getByRole('alertdialog').waitFor();
  await page.keyboard.press('F6');
  // A few by a real scanner, through the browser's own input.
  for (const code of ['RB-1009', '<script>alert(1)</script>', '^XA^XZ', "'; drop table item; --"]) await scan(page, code);
  await rest();

  await stripSays(page, /Mara K\./);
  await stripSays(page, /Online/);
  // All of it has arrived once the count stands still.
  const arrived = async () => (await commands()).reduce((sum, row) => sum + row.count, 0);
  let before = -1;
  await expect.poll(async () => { const still = before; before = await arrived(); return before > 200 && before === still; }, { timeout: 60_000, interval: 2000 }).toBe(true);
  await expect.poll(() => page.evaluate(() => document.querySelectorAll('script, iframe, svg[onload], img[onerror]').length - document.querySelectorAll('head script').length)).toBe(0);
  const sent = await commands();
  expect(sent.map(({ type, person_id }) => [type, person_id])).toEqual([['scan.keep', rowsOf(central.demo, 'person').find((row) => row.badge === 'RB-1001')!.person_id]]);
  expect(await stock()).toMatchObject([{ movements: 0 }]);
  const kept = await central.service.central<{ kind: string; count: number }[]>`select kind, count(*)::int as count from exception where device_id = ${station.device} group by kind`;
  expect(kept).toEqual([{ kind: 'UNMATCHED_SCAN', count: sent[0]!.count }]);
  expect(surprises).toEqual([]);
}, 300_000);
