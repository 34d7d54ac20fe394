// A counter must not find out what the books have. Seven-digit quantities are planted in the books of bins that are to be
// counted blind; then people count them at a device for counting and at a shared station, in a Chromium with a profile on
// disk. Nowhere in what reached their windows, in the browser's files, or in the counting device's own file are they found.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { chromium, type BrowserContext, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gtinCheckDigit } from '#domain/barcode.ts';
import type { AnyRow } from '#domain/tables.ts';
import { browserOptions } from './support/browser.ts';
import { itemRow, personRow, smallCompany, startTestCentral, WAREHOUSE, type TestCentral } from './support/central.ts';
import { says } from './support/demo-floor.ts';
import { runProgram, type Program } from './support/program.ts';
import { scan } from './support/scanner.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

const planted = [7_351_942, 8_264_713, 9_173_528] as const;
const bin = (n: number): string => `S-0${n + 1}`;
const item = (n: number): string => `I-0${n + 1}`;
const barcode = (n: number): string => {
  const body = `50123457000${n}`;
  return body + gtinCheckDigit(body);
};
const numbers = planted.map((_, n) => n);
const company = [
  ...smallCompany.filter(({ table }) => table !== 'item' && table !== 'barcode' && table !== 'person'),
  { table: 'item' as const, rows: numbers.map((n): AnyRow => itemRow(item(n))) },
  { table: 'barcode' as const, rows: numbers.map((n): AnyRow => ({ code: barcode(n), item_id: item(n), pack_code: 'EA', units: 1, source: 'erp' })) },
  { table: 'location' as const, rows: numbers.map((n): AnyRow => ({ warehouse_id: WAREHOUSE, location_id: bin(n), zone: 'S', kind: 'bin', aisle: 1, bay: n, level: 1, sequence: n, pickable: true })) },
  { table: 'person' as const, rows: [personRow('ann', ['floor', 'counter']), personRow('sue', ['supervisor']), personRow('system', ['system'])] },
];

let central: TestCentral;
beforeAll(async () => {
  central = await startTestCentral(Date.now, company);
  for (const n of numbers) await central.intake(`opening-${n}`, 'stock.open', { itemId: item(n), quantity: planted[n]!, locationId: bin(n) });
  for (const n of numbers) await central.intake(`counting-${n}`, 'count.open', { taskId: `CT-PLANTED-${n}`, locationId: bin(n), trigger: 'PERIODIC' });
}, 120_000);
afterAll(() => central.stop());

interface Floor {
  readonly page: Page;
  readonly profile: string;
  readonly folder: string;
  /** All that came to the window: frames of the socket and bodies of answers. */
  readonly heard: string[];
  close(): Promise<void>;
}
async function openFloor(badge: string, more: readonly string[] = []): Promise<Floor> {
  const [folder, profile] = [temporaryFolder(), temporaryFolder()];
  const program: Program = runProgram('bin/station.ts', ['--central', central.service.url, '--warehouse', WAREHOUSE, '--name', 'Aisle 1', '--data', folder, '--json', ...more]);
  const { window } = (await program.result) as { window: string };
  const context: BrowserContext = await chromium.launchPersistentContext(profile, { ...(await browserOptions()), viewport: { width: 1280, height: 800 } });
  const page = context.pages()[0] ?? (await context.newPage());
  const heard: string[] = [];
  page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => heard.push(payload.toString())));
  page.on('response', (response) => void response.text().then((text) => heard.push(text), () => undefined));
  await page.goto(window);
  await says(page, /Scan your badge/);
  await page.getByText('stock as of').waitFor({ timeout: 60_000 });
  await scan(page, badge);
  // A device for counting begins where its work is.
  await says(page, /Scan (anything to begin|the bin)/);
  return {
    page, profile, folder, heard,
    async close() {
      await context.close();
      program.child.kill('SIGTERM');
      await program.ended;
    },
  };
}

/** Counts a bin, looks at the list, and asks about bins and items as anybody may, also about what was just handed in. */
async function countAndAsk({ page }: Floor, n: number): Promise<void> {
  if (await page.getByText('Scan anything to begin').isVisible()) await page.keyboard.press('5');
  await says(page, /Scan the bin/);
  await scan(page, `LOC-${bin(n)}`);
  await says(page, /Scan every piece/);
  for (let i = 0; i < 3; i++) await scan(page, barcode(n));
  await page.locator('.running').getByText('3', { exact: true }).waitFor({ timeout: 20_000 });
  await page.keyboard.press('F8');
  await says(page, /Scan the bin/);
  await page.keyboard.press('F7');
  for (const code of [barcode(0), `LOC-${bin(1)}`, barcode(2)]) {
    await scan(page, code);
    await page.waitForTimeout(1500);
  }
  await page.keyboard.press('Escape');
}

const shapesOf = (quantity: number): readonly Buffer[] => {
  const digits = String(quantity);
  const grouped = quantity.toLocaleString('en-GB');
  return [digits, grouped].flatMap((text) => [Buffer.from(text, 'utf8'), Buffer.from(text, 'utf16le')]);
};
const foundIn = (bytes: Buffer): readonly number[] => planted.filter((quantity) => shapesOf(quantity).some((shape) => bytes.includes(shape)));
const filesOf = (folder: string): readonly string[] => readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
/** Files of a folder in which a planted quantity stands as text, however it is encoded. */
const leaksIn = (folder: string): readonly string[] => filesOf(folder).filter((file) => foundIn(readFileSync(file)).length > 0);
/** Everything the window keeps in databases of its own, which the browser's files hold compressed. */
const kept = (page: Page): Promise<string> => page.evaluate(async () => {
  const found: unknown[] = [];
  const settled = <T>(asking: IDBRequest<T>): Promise<T> => new Promise((resolve, reject) => {
    asking.onsuccess = () => resolve(asking.result);
    asking.onerror = () => reject(asking.error ?? new Error('IndexedDB'));
  });
  for (const { name } of await indexedDB.databases()) {
    if (name === undefined) continue;
    const db = await settled(indexedDB.open(name));
    for (const store of db.objectStoreNames) found.push(await settled(db.transaction(store).objectStore(store).getAll()));
    db.close();
  }
  return JSON.stringify([found, { ...localStorage }, { ...sessionStorage }]);
});
/** Values of a SQLite file that are, or name, a planted quantity; SQLite's own encoding of numbers is undone by reading it. */
function valuesIn(file: string): readonly string[] {
  const db = new Database(file, { readonly: true });
  try {
    const tables = db.prepare("select name from sqlite_master where type = 'table'").pluck().all() as string[];
    return tables.flatMap((table) => (db.prepare(`select * from "${table}"`).raw().all() as unknown[][]).flatMap((row) => row.flatMap((value) => {
      const bytes = Buffer.isBuffer(value) ? value : Buffer.from(String(value));
      return foundIn(bytes).length > 0 ? [`${table}: ${bytes.toString('utf8').slice(0, 80)}`] : [];
    })));
  } finally {
    db.close();
  }
}

describe('planted quantities of open blind counts', () => {
  it('BLD-1 BLD-2 are in no file of a device for counting, in nothing its window heard or keeps, and in no file of its browser', { timeout: 120_000 }, async () => {
    const floor = await openFloor('RB-ANN', ['--counting']);
    await countAndAsk(floor, 0);
    const inWindow = await kept(floor.page);
    await floor.close();
    expect(inWindow).toContain('CT-PLANTED-1');
    expect(foundIn(Buffer.from(inWindow))).toEqual([]);
    expect(floor.heard.join('\n')).toContain('CT-PLANTED-1');
    expect(foundIn(Buffer.from(floor.heard.join('\n')))).toEqual([]);
    expect(leaksIn(floor.profile)).toEqual([]);
    expect(leaksIn(floor.folder)).toEqual([]);
    expect(valuesIn(path.join(floor.folder, 'replica.db'))).toEqual([]);
  });

  it('BLD-4 at a shared station are in nothing that a counter’s window heard or keeps; a supervisor’s window is told them', { timeout: 120_000 }, async () => {
    const floor = await openFloor('RB-ANN');
    await countAndAsk(floor, 2);
    const inWindow = await kept(floor.page);
    expect(inWindow).toContain('CT-PLANTED-1');
    expect(foundIn(Buffer.from(inWindow))).toEqual([]);
    expect(foundIn(Buffer.from(floor.heard.join('\n')))).toEqual([]);
    // The search finds what is there: the station itself knows, and tells a supervisor.
    expect(valuesIn(path.join(floor.folder, 'replica.db')).length).toBeGreaterThan(0);
    for (let i = 0; i < 4; i++) await floor.page.keyboard.press('Escape');
    await says(floor.page, 'Scan anything to begin');
    await floor.page.keyboard.press('F10');
    await says(floor.page, /Scan your badge/);
    await scan(floor.page, 'RB-SUE');
    await says(floor.page, 'Scan anything to begin');
    expect(leaksIn(floor.profile)).toEqual([]);
    await floor.page.keyboard.press('F7');
    await scan(floor.page, `LOC-${bin(1)}`);
    await expect.poll(() => foundIn(Buffer.from(floor.heard.join('\n'))), { timeout: 20_000 }).toContain(planted[1]);
    await floor.close();
  });
});
