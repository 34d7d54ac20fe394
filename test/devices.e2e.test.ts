// The desk's own tools in a real browser: a scanner is taught by two codes, a picture is a scan, a label goes to a printer.
import { createServer, type AddressInfo } from 'node:net';
import bwip from 'bwip-js/node';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runProgram, type Program } from '#test/support/program.ts';
import { LAYOUT_TEXT, SEPARATOR_PARTS } from '#domain/labels/scanner-sheet.ts';
import { launchBrowser } from '#test/support/browser.ts';
import { barcodeOf, plainItem, rowsOf, says, startDemoCentral, type DemoCentral } from '#test/support/demo-floor.ts';
import { scan } from '#test/support/scanner.ts';
import { temporaryFolder } from '#test/support/temporary-folder.ts';

let browser: Browser;
let central: DemoCentral;
let program: Program;
let page: Page;
const printed: string[] = [];
const answers = '\u0002030,0,0,1,0\u0003\r\n\u0002000,0,0,0,0\u0003\r\n\u00021,0\u0003\r\n';
const printer = createServer((socket) => {
  socket.on('error', () => undefined);
  socket.on('data', (chunk) => {
    const heard = chunk.toString();
    if (heard.includes('^XA')) printed.push(heard);
    if (heard.includes('~HS')) socket.write(answers);
  });
});

beforeAll(async () => {
  await new Promise<void>((resolve) => printer.listen(0, '127.0.0.1', resolve));
  [browser, central] = await Promise.all([launchBrowser(), startDemoCentral()]);
  program = runProgram('bin/station.ts', ['--central', central.url, '--warehouse', 'LEEDS', '--name', 'Dock 2', '--data', temporaryFolder(), '--port', '0', '--tray', '--printer', `127.0.0.1:${(printer.address() as AddressInfo).port}`, '--json']);
  const { window } = (await program.result) as { window: string };
  page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.goto(window);
  await page.getByText('Dana R.').waitFor({ timeout: 60_000 });
  await scan(page, 'RB-1009');
  await says(page, 'Scan anything to begin');
}, 240_000);
afterAll(async () => {
  await browser.close();
  program.child.kill('SIGTERM');
  await program.ended;
  printer.close();
  await central.stop();
});

it('teaches a scanner by its two codes, and keeps it through a reload', async () => {
  await page.keyboard.press('0');
  await says(page, 'Scanner and printer');
  await page.keyboard.press('F2');
  await says(page, 'Scan code 1 of the sheet');
  await scan(page, LAYOUT_TEXT);
  await says(page, 'Scan code 2 of the sheet');
  await scan(page, SEPARATOR_PARTS.join('\u001d'));
  await page.getByRole('textbox', { name: 'Name of this scanner' }).fill('Dock 2');
  await page.waitForTimeout(400);
  await page.keyboard.press('Enter');
  await page.locator('.chips').getByText('Dock 2').waitFor({ timeout: 20_000 });
  await page.screenshot({ path: process.env['SHOTS'] ? `${process.env['SHOTS']}/devices.png` : `${temporaryFolder()}/devices.png` });
  await page.reload();
  await page.locator('.chips').getByText('Dock 2').waitFor({ timeout: 20_000 });
  await scan(page, 'LOC-NOWHERE');
  await page.getByText('a code nobody knows').first().waitFor({ timeout: 20_000 });
});

it('a picture is a scan', async () => {
  const item = rowsOf(central.demo, 'item').find((row) => plainItem(central.demo, row.item_id))!;
  const code = barcodeOf(central.demo, item.item_id);
  const png = await bwip.toBuffer({ bcid: 'gs1datamatrix', text: `(01)${code.padStart(14, '0')}(10)LOT-7`, scale: 4, padding: 10, backgroundcolor: 'ffffff' });
  await page.getByLabel('Picture of a code').setInputFiles({ name: 'label.png', mimeType: 'image/png', buffer: png });
  await page.getByText(`]d201${code.padStart(14, '0')}10LOT-7`, { exact: true }).waitFor({ timeout: 30_000 });
  await page.getByText('an item', { exact: true }).first().waitFor();
  await page.getByLabel('Picture of a code').setInputFiles({ name: 'empty.png', mimeType: 'image/png', buffer: await bwip.toBuffer({ bcid: 'raw', text: '99', scale: 1, backgroundcolor: 'ffffff' }) });
  await page.getByText('no code found in it').first().waitFor({ timeout: 30_000 });
});

it('looking a bin up prints its label, and a reprint says so', async () => {
  await page.keyboard.press('Escape');
  await says(page, 'Scan anything to begin');
  await page.keyboard.press('F7');
  const bin = rowsOf(central.demo, 'location').find((row) => row.warehouse_id === 'LEEDS' && row.kind === 'bin')!.location_id;
  await scan(page, `LOC-${bin}`);
  await page.getByText('What is happening to it').waitFor({ timeout: 20_000 });
  await page.screenshot({ path: process.env['SHOTS'] ? `${process.env['SHOTS']}/lookup-bin.png` : `${temporaryFolder()}/lookup.png` });
  await page.waitForTimeout(400);
  await page.keyboard.press('F4');
  await expect.poll(() => printed.length, { timeout: 20_000 }).toBe(1);
  expect(printed[0]).toContain(`^FDLOC_2D${bin.replaceAll('-', '_2D')}`);
  await page.keyboard.press('F7');
  await says(page, 'Scan anything to begin');
  await page.keyboard.press('0');
  await page.getByText(/^printed/).first().waitFor({ timeout: 20_000 });
  await page.keyboard.press('F8');
  await expect.poll(() => printed.length, { timeout: 20_000 }).toBe(2);
  expect(printed[1]).toContain('^FDREPRINT 1');
  await page.screenshot({ path: process.env['SHOTS'] ? `${process.env['SHOTS']}/printed.png` : `${temporaryFolder()}/printed.png` });
});

it('a transfer has a label that opens it where it arrives', async () => {
  const item = rowsOf(central.demo, 'position').find((row) => row.warehouse_id === 'LEEDS' && row.quantity > 5 && row.hold === '' && row.condition === 'N' && plainItem(central.demo, row.item_id))!;
  const command = { id: 'open-labelled', type: 'transfer.open', version: 1, device: 'intake', sequence: 0, previous: '', at: Date.now(), offset: 0, person: 'system', warehouse: 'LEEDS', confirmed: [], payload: { transferId: 'TR-LABELLED', fromWarehouse: 'LEEDS', toWarehouse: 'BREMEN', lines: [{ lineNo: 1, itemId: item.item_id, quantity: 2 }] } };
  await fetch(`${central.url}/intake`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ commands: [JSON.stringify(command)] }) });
  await page.keyboard.press('Escape');
  await says(page, 'Scan anything to begin');
  await expect.poll(async () => {
    await scan(page, 'TR-LABELLED');
    return page.getByText('Scan the bin you take it from').isVisible();
  }, { timeout: 20_000, interval: 500 }).toBe(true);
  await page.getByRole('button', { name: /Print its label/ }).waitFor();
  await page.keyboard.press('F4');
  await expect.poll(() => printed.length, { timeout: 20_000 }).toBe(3);
  expect(printed[2]).toContain('^FDTR_2DLABELLED');
  expect(printed[2]).toMatch(/\^FDLeeds[^^]*Bremen/);
});
