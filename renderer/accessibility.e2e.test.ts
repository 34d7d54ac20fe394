// Every screen in a real Chromium, light and dark: clean by axe, nothing cut off sideways at both sizes, and the whole
// way by keyboard alone with a focus one can see.
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '#test/support/browser.ts';
import { barcodeOf, plainItem, rowsOf, says, startDemoCentral, startStationProgram, type DemoCentral, type StationProgram } from '#test/support/demo-floor.ts';
import { scan } from '#test/support/scanner.ts';
import { temporaryFolder } from '#test/support/temporary-folder.ts';

let browser: Browser;
let central: DemoCentral;
let station: StationProgram;
let page: Page;

beforeAll(async () => {
  [browser, central] = await Promise.all([launchBrowser(), startDemoCentral()]);
  station = await startStationProgram(central.url, temporaryFolder());
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  page = await context.newPage();
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

const settle = () => page.waitForTimeout(300);
async function home(): Promise<void> {
  for (let presses = 0; presses < 5 && !(await page.locator('main:not(.screen-under) > .home').isVisible()); presses += 1) {
    await page.keyboard.press('Escape');
    await page.waitForTimeout(150);
  }
  await says(page, 'Scan anything to begin');
}
async function press(...keys: readonly string[]): Promise<void> {
  for (const key of keys) {
    await page.keyboard.press(key);
    await settle();
  }
}
/** Of an item that no delivery has, so that it is a wrong one wherever goods come in. */
function anyItem(): string {
  const announced = new Set(rowsOf(central.demo, 'delivery_line').map((row) => row.item_id));
  return barcodeOf(central.demo, rowsOf(central.demo, 'item').find((row) => !row.lot_control && !row.serial_control && !announced.has(row.item_id))!.item_id);
}

let elsewhere = 0;
const screens: readonly (readonly [name: string, open: () => Promise<void>])[] = [
  ['home', async () => undefined],
  ['receive, choosing', () => press('3')],
  ['receive', () => press('3', '2')],
  ['a wrong item', async () => {
    await press('3', '2');
    await scan(page, anyItem());
    await page.getByRole('alertdialog').waitFor();
  }],
  ['a quantity', () => press('3', '2', 'F2')],
  ['count, choosing', () => press('5')],
  ['count', () => press('5', '3')],
  ['pick, choosing', () => press('2')],
  ['a cart', async () => {
    await press('2', 'F2');
    await page.getByText(/Put a tote in place 1/).waitFor();
  }],
  ['pick', async () => {
    await press('2', '1');
    await page.locator('.walk-map .walk-line').waitFor();
  }],
  ['pack', async () => {
    await press('1', '1');
    await page.locator('.carton-name').waitFor();
  }],
  ['returns', () => press('4')],
  ['inspect', async () => {
    await press('4', '1', 'c');
    await page.getByText(/proposed by rule|usual/).first().waitFor();
    if (process.env['RESTOW_PICTURES']) await page.screenshot({ path: `${process.env['RESTOW_PICTURES']}/inspect.png` });
  }],
  ['decided otherwise', async () => {
    await press('4', '1', 'a', 'g', 'Enter');
    await page.getByRole('heading', { name: /^Why not/ }).or(page.getByText(/^Why not/)).first().waitFor();
  }],
  ['put away', () => press('F2')],
  ['ship', () => press('F3')],
  ['put back, choosing', () => press('F6')],
  ['stations', () => press('F8')],
  ['taking work back', () => press('F8', 'F2')],
  ['scanner and printer', () => press('0')],
  ['approvals', () => press('F4')],
  ['who stands in', () => press('F4', 'F5')],
  ['plan counts', async () => {
    await press('5', 'F2');
    await press('1');
  }],
  ['figures of counts', () => press('5', 'F3')],
  ['counts behind a figure', () => press('5', 'F3', '2')],
  ['a count sheet', async () => {
    await press('5', 'F6');
    await page.getByRole('heading', { level: 1 }).or(page.locator('.instruction h1')).first().waitFor();
  }],
  ['a photo', async () => {
    await press('F5');
    await scan(page, `LOC-${rowsOf(central.demo, 'location').find((row) => row.kind === 'bin')!.location_id}`);
    await scan(page, anyItem());
    await press('p');
  }],
  ['change stock', () => press('F5')],
  ['change stock, why', async () => {
    await press('F5');
    await scan(page, `LOC-${rowsOf(central.demo, 'location').find((row) => row.kind === 'bin')!.location_id}`);
    await scan(page, anyItem());
  }],
  ['put elsewhere', async () => {
    const docked = rowsOf(central.demo, 'position').find((row) => row.warehouse_id === 'LEEDS' && row.location_id === 'DOCK-1' && row.quantity > 0 && row.hold === '' && plainItem(central.demo, row.item_id))!;
    await scan(page, barcodeOf(central.demo, docked.item_id));
    await page.getByText('in hand', { exact: true }).first().waitFor();
    // Each time another bin: where it lies already is no other.
    await scan(page, `LOC-L-09-${(elsewhere += 1)}`);
    await page.getByText(/^Why not/).waitFor();
    if (process.env['RESTOW_PICTURES']) await page.screenshot({ path: `${process.env['RESTOW_PICTURES']}/put-elsewhere.png` });
  }],
  ['more', () => press('8')],
  ['bring to pick faces', () => press('8', 'b')],
  ['bringing one', async () => {
    await press('8', 'b', '1');
    await page.getByText(/^Go to R-/).waitFor();
    await scan(page, `LOC-${/R-\d+/.exec(await page.locator('.instruction').first().innerText())![0]}`);
    await page.getByText(/^Scan \d+/).first().waitFor();
    if (process.env['RESTOW_PICTURES']) await page.screenshot({ path: `${process.env['RESTOW_PICTURES']}/replenish.png` });
  }],
  ['transfers', () => press('8', 't')],
  ['a transfer', () => press('8', 't', '1')],
  ['a new transfer', () => press('8', 't', 'F2')],
  ['refunds', () => press('7')],
  ['needs you', () => press('6')],
  ['suspense', async () => {
    await press('6', 'F8');
    await page.getByRole('heading', { name: 'What drew it' }).waitFor();
  }],
  ['holds and recalls', async () => {
    await press('9');
    await page.getByRole('heading', { name: /Left the house/ }).waitFor();
  }],
  ['orders', () => press('8', 'O')],
  ['an order kept back', () => press('8', 'L', 'F3')],
  ['figures of orders', () => press('8', 'F', '2')],
  ['figures of receiving', async () => {
    await press('8', 'I');
    await page.getByRole('heading', { name: /How well goods came in/ }).waitFor();
    await page.locator('.by-person tbody tr').first().waitFor();
    if (process.env['RESTOW_PICTURES']) await page.screenshot({ path: `${process.env['RESTOW_PICTURES']}/receiving-figures.png` });
  }],
  ['what can be promised', async () => {
    await press('8', 'A');
    await scan(page, anyItem());
    await page.locator('.item-name').first().waitFor();
  }],
  ['placing a hold', async () => {
    await press('9');
    await scan(page, anyItem());
  }],
  ['pallets', async () => {
    await press('8', 'P', 'F2');
    await page.locator('.item-name').first().waitFor();
  }],
  ['sets', async () => {
    await press('8', 'M');
    const set = rowsOf(central.demo, 'item_component')[0]!.item_id;
    await scan(page, barcodeOf(central.demo, set));
    await page.locator('.item-name').first().waitFor();
  }],
  ['lookup', async () => {
    await press('F7');
    await scan(page, anyItem());
  }],
  ['why', async () => {
    await press('F7');
    await scan(page, `LOC-${rowsOf(central.demo, 'position').find((row) => row.location_id.startsWith('~suspense:'))!.location_id.slice(10)}`);
    await settle();
    await press('F5');
    await page.locator('.why-line').first().waitFor();
  }],
  ['how a work item came about', async () => {
    await press('6', 'F5');
    await page.locator('.why-line').first().waitFor();
  }],
  ['rehearsal, choosing', () => press('F9')],
  ['rehearsal', async () => {
    await press('F9', 'Enter', 'ArrowDown', 'ArrowDown', 'ArrowDown', '+');
    await page.locator('.card-on').waitFor();
  }],
  ['help', () => press('F1')],
  ['the tray', () => press('F12')],
];

async function leave(name: string): Promise<void> {
  if (name === 'the tray') await press('F12');
  if (name === 'a wrong item') await press('F6');
  await home();
}

/** What axe finds, in words. */
async function complaints(analysis: AxeBuilder): Promise<readonly string[]> {
  const { violations } = await analysis.analyze();
  return violations.map(({ id, impact, nodes }) => `${impact} ${id}: ${nodes.map((node) => node.html.slice(0, 120)).join(' ')}`);
}
const paint = (scheme: string): Promise<void> => page.evaluate((to) => { document.documentElement.dataset['mantineColorScheme'] = to; }, scheme);

describe('every screen', () => {
  it.each(screens)('%s is clean by axe, light and dark, and fits', async (name, open) => {
    await open();
    await settle();
    expect(await complaints(new AxeBuilder({ page }))).toEqual([]);
    for (const size of [{ width: 1280, height: 800 }, { width: 1920, height: 1080 }]) {
      await page.setViewportSize(size);
      const cut = await page.evaluate(() => [...document.querySelectorAll('body, .screen, .panel, .key-bar, .strip')].filter((part) => part.scrollWidth > part.clientWidth + 1).map((part) => part.className));
      expect(cut, `${size.width}`).toEqual([]);
    }
    await page.setViewportSize({ width: 1280, height: 800 });
    // In the dark all is the same but the colours.
    await paint('dark');
    await page.waitForTimeout(200);
    expect(await complaints(new AxeBuilder({ page }).withRules('color-contrast'))).toEqual([]);
    await paint('light');
    await leave(name);
  });

  it('F11 turns dark and light again', async () => {
    const shown = () => page.evaluate(() => document.documentElement.dataset['mantineColorScheme']);
    const before = await shown();
    await press('F11');
    expect(await shown()).not.toBe(before);
    await press('F11');
    expect(await shown()).toBe(before);
  });
});

describe('by keyboard alone', () => {
  it('every key and tile is reached by Tab, with an outline of at least two pixels', async () => {
    const seen = new Set<string>();
    for (let tabs = 0; tabs < 30; tabs += 1) {
      await page.keyboard.press('Tab');
      const { text, outline } = await page.evaluate(() => {
        const element = document.activeElement as HTMLElement;
        const style = getComputedStyle(element);
        return { text: element === document.body ? '' : element.innerText, outline: style.outlineStyle === 'none' ? 0 : Number.parseFloat(style.outlineWidth) };
      });
      if (text === '') continue;
      expect(outline, text).toBeGreaterThanOrEqual(2);
      seen.add(text.split('\n').find((part) => /[a-z]{3}/i.test(part)) ?? text);
    }
    for (const name of ['Pack', 'Pick', 'Receive', 'Returns', 'Count', 'Needs you', 'Put away', 'Help', 'Look up']) expect([...seen]).toContain(name);
  });

  it('nothing on the screen is smaller than 14 px, and keys are at least 54 px high', async () => {
    const small = await page.evaluate(() => [...document.querySelectorAll('body *')].filter((element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent?.trim()) && Number.parseFloat(getComputedStyle(element).fontSize) < 14).map((element) => element.textContent));
    expect(small).toEqual([]);
    const heights = await page.evaluate(() => [...document.querySelectorAll('.key')].map((key) => key.getBoundingClientRect().height));
    expect(Math.min(...heights)).toBeGreaterThanOrEqual(54);
  });
});

describe('the page', () => {
  it('breaks no rule of its content security policy', async () => {
    const fresh = await browser.newPage();
    const complaints: string[] = [];
    fresh.on('console', (message) => { if (message.type() === 'error') complaints.push(message.text()); });
    fresh.on('pageerror', (error) => complaints.push(error.message));
    await fresh.goto(station.url);
    await fresh.locator('.home').waitFor();
    await fresh.keyboard.press('6');
    await fresh.waitForTimeout(800);
    expect(complaints).toEqual([]);
    await fresh.close();
  });
});
