// Two stations, each with its window in a real browser, on one sync service: what people do there by keys and scanner,
// what their screens say, and whether Postgres, both replicas and both windows have the same rows in the end.
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { expect, vi } from 'vitest';
import { postgresStore } from '#db/central/postgres-store.ts';
import type { Central } from '#db/central/open.ts';
import { keyOf, type AnyRow, type TableName } from '#domain/tables.ts';
import type { CommandType, PayloadInput } from '#domain/commands.ts';
import { arrive } from '#sync/server/admission.ts';
import { takeIn } from '#sync/server/reconcile.ts';
import { launchBrowser } from '#test/support/browser.ts';
import { startTestCentral, type TestCentral } from '#test/support/central.ts';
import { says, startStationProgram, stripSays, type StationProgram } from '#test/support/demo-floor.ts';
import { rowsAtCentral } from '#test/support/feed-replica.ts';
import { scan } from '#test/support/scanner.ts';
import { expectEqualToCentral } from '#test/support/stations.ts';
import { temporaryFolder } from '#test/support/temporary-folder.ts';
import { LEEDS, shop, stocked, type Goods } from './shop.ts';

const PATIENCE = 60_000;
/** Of a row, on a busy machine. */
export const slow = { timeout: 240_000 };
export const times = (code: string, count: number): readonly string[] => Array.from({ length: count }, () => code);

export interface Side {
  readonly page: Page;
  readonly device: string;
  readonly folder: string;
  /** Plugs the station's network in or out; comes back when its strip says so, and when it is in with everything sent. */
  plug(connected: boolean): Promise<void>;
  /** Whoever was there leaves. */
  signIn(badge: string): Promise<void>;
  home(): Promise<void>;
  press(...keys: readonly string[]): Promise<void>;
  scan(...codes: readonly string[]): Promise<void>;
  /** The big sentence at the top. */
  says(words: RegExp | string): Promise<void>;
  /** These words stand somewhere on the screen. */
  shows(words: RegExp | string): Promise<void>;
  /** Opens "Needs you" at the work item of this title that tells of this. */
  needs(title: string, about?: RegExp): Promise<void>;
  /** A picture for the eyes, where $RESTOW_PICTURES names a folder. */
  look(name: string, size?: readonly [number, number]): Promise<void>;
}

export interface Floor {
  readonly central: TestCentral;
  readonly sql: Central;
  /** Pack 7 and Cart 2. */
  readonly a: Side;
  readonly b: Side;
  /** A third station, whose clock stands so many ms away from the ERP's. */
  readonly third: (name: string, badge: string, who: string, ahead: number) => Promise<Side>;
  /** A station of another warehouse. */
  readonly elsewhere: (warehouse: string, name: string, badge: string, who: string) => Promise<Side>;
  /** The ERP does something by itself, such as taking an order in. */
  erp<T extends CommandType>(type: T, payload: PayloadInput<T>): Promise<void>;
  /** An order for so many of one item, with its work. */
  order(orderId: string, goods: Goods, quantity: number): Promise<{ readonly orderId: string; readonly fulfilmentId: string }>;
  stop(): Promise<void>;
}

export async function startTwoStations(rows = shop, opening = stocked): Promise<Floor> {
  const [browser, central] = await Promise.all([launchBrowser(), startTestCentral(Date.now, rows)]);
  const { central: sql } = central.service;
  const erp = async <T extends CommandType>(type: T, payload: PayloadInput<T>): Promise<void> => {
    const text = JSON.stringify({ id: randomUUID(), type, version: 1, device: 'intake', sequence: 0, previous: '', at: Date.now(), offset: 0, person: 'system', warehouse: LEEDS, confirmed: [], payload });
    const [verdict] = await postgresStore(sql).inScope({ role: 'restow_writer', warehouse: '*', device: '*' }, (tx) => takeIn(tx, Date.now(), { device: 'intake', warehouse: '*' }, [arrive(text, 0)]));
    expect([type, verdict]).toMatchObject([type, { verdict: 'applied' }]);
  };
  for (const { itemId, quantity, bin } of opening) await erp('stock.open', { itemId, quantity, locationId: bin });
  const programs: StationProgram[] = [];
  const open = async (name: string, badge: string, who: string, more: readonly string[] = []): Promise<Side> => {
    const folder = temporaryFolder();
    const program = await startStationProgram(central.service.url, folder, name, more);
    programs.push(program);
    const side = await openSide(browser, program, folder, name);
    await side.page.getByText(who).waitFor({ timeout: PATIENCE });
    await side.signIn(badge);
    return side;
  };
  const a = await open('Pack 7', 'RB-1001', 'Mara K.');
  const b = await open('Cart 2', 'RB-1002', 'Jonas P.');
  let channelNumber = 0;
  return {
    central, sql, a, b, erp,
    elsewhere: (warehouse, name, badge, who) => open(name, badge, who, ['--warehouse', warehouse]),
    third: (name, badge, who, ahead) => open(name, badge, who, ['--clock', String(Date.now() + ahead)]),
    async order(orderId, goods, quantity) {
      channelNumber += 1;
      await erp('order.take_in', { orderId, channelId: 'WEB', channelNumber: `W${channelNumber}`, customerId: 'C1001', shipFrom: LEEDS, orderedAt: Date.now(), promisedAt: Date.now() + 86_400_000, currency: 'GBP', lines: [{ lineNo: 1, itemId: goods.itemId, quantity, unitPrice: 95_000 }] });
      const fulfilmentId = await vi.waitFor(async () => {
        const [work] = await sql<{ fulfilment_id: string }[]>`select fulfilment_id from fulfilment where order_id = ${orderId}`;
        expect(work).toBeDefined();
        return work!.fulfilment_id;
      }, { timeout: PATIENCE, interval: 100 });
      return { orderId, fulfilmentId };
    },
    async stop() {
      await browser.close();
      await Promise.all(programs.map((program) => program.stop()));
      await central.stop();
    },
  };
}

async function openSide(browser: Browser, program: StationProgram, folder: string, name: string): Promise<Side> {
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
  page.setDefaultTimeout(PATIENCE);
  await page.goto(program.url);
  await says(page, /Scan your badge/);
  const { origin, hash } = new URL(program.url);
  const atHome = () => page.locator('main:not(.screen-under) > .home').isVisible();
  const side: Side = {
    page, folder, device: program.device,
    async plug(connected) {
      await fetch(`${origin}/request`, { method: 'POST', headers: { 'content-type': 'application/json', 'x-restow-token': hash.replace('#token=', '') }, body: JSON.stringify({ name: 'plug', body: { connected } }) });
      await stripSays(page, connected ? /Online · (nothing unsent|all [\d,]+ of today are in the ERP)/ : /Offline since/);
    },
    async signIn(badge) {
      if (!(await page.getByText('nobody signed in').isVisible())) {
        await side.home();
        await side.press('F10');
        await says(page, /Scan your badge/);
      }
      await scan(page, badge);
      await says(page, 'Scan anything to begin');
    },
    async home() {
      for (let presses = 0; presses < 8 && !(await atHome()); presses++) await side.press('Escape');
      await says(page, 'Scan anything to begin');
    },
    async press(...keys) {
      for (const key of keys) {
        await page.keyboard.press(key);
        await page.waitForTimeout(250);
      }
    },
    async scan(...codes) {
      for (const code of codes) await scan(page, code);
    },
    says: (words) => says(page, words),
    shows: (words) => page.getByText(words).filter({ visible: true }).first().waitFor({ timeout: PATIENCE }),
    async needs(title, about = /./) {
      await side.home();
      await side.press('6');
      await page.getByText('Needs somebody, yours first').waitFor({ timeout: PATIENCE });
      await vi.waitFor(async () => {
        const [here, story] = [await page.locator('h1').first().innerText(), await page.locator('.story').innerText()];
        if (here === title && about.test(story)) return;
        await page.keyboard.press('ArrowDown');
        throw new Error(`"${title}" is not at hand; "${here}" is`);
      }, { timeout: PATIENCE, interval: 200 });
    },
    async look(picture, [width, height] = [1280, 800]) {
      const folder = process.env['RESTOW_PICTURES'];
      if (folder === undefined) return;
      await page.setViewportSize({ width, height });
      await page.waitForTimeout(500);
      await page.screenshot({ path: path.join(folder, `${picture} ${name}.png`) });
      await page.setViewportSize({ width: 1280, height: 800 });
    },
  };
  return side;
}

/** Nothing is unsent, and Postgres, both replicas and both windows have the same rows. */
export async function expectEverybodyAgrees({ a, b, sql }: Floor): Promise<void> {
  await Promise.all([a, b].map((side) => expectEqualToCentral(side, sql, LEEDS)));
  await vi.waitFor(async () => {
    const [here, there] = [await workingSetOf(a.page), await workingSetOf(b.page)];
    expect(here.length).toBeGreaterThan(0);
    expect(here).toEqual(there);
    for (const table of new Set(here.map((doc) => doc.table))) {
      const rows = await rowsAtCentral(sql, table, LEEDS);
      const atCentral = new Map([...rows].map(([key, row]) => [key, row]));
      for (const { key, fields } of here.filter((doc) => doc.table === table)) expect([table, key, atCentral.get(key)]).toMatchObject([table, key, fields]);
    }
  }, { timeout: PATIENCE, interval: 300 });
}

interface Doc {
  readonly table: TableName;
  readonly key: string;
  readonly fields: AnyRow;
}
/** What the window keeps in its own database, as rows again. */
async function workingSetOf(page: Page): Promise<readonly Doc[]> {
  const kept = await page.evaluate(async () => {
    const found: { table: string; doc: Record<string, unknown> }[] = [];
    for (const { name } of await indexedDB.databases()) {
      const table = /--([a-z_]+)$/.exec(name ?? '')?.[1];
      if (name === undefined || table === undefined) continue;
      const db = await new Promise<IDBDatabase>((resolve, reject) => {
        const opening = indexedDB.open(name);
        opening.onsuccess = () => resolve(opening.result);
        opening.onerror = () => reject(opening.error ?? new Error(name));
      });
      if (db.objectStoreNames.contains('docs')) {
        const docs = await new Promise<Record<string, unknown>[]>((resolve, reject) => {
          const asking = db.transaction('docs').objectStore('docs').getAll();
          asking.onsuccess = () => resolve(asking.result as Record<string, unknown>[]);
          asking.onerror = () => reject(asking.error ?? new Error(name));
        });
        found.push(...docs.map((doc) => ({ table, doc })));
      }
      db.close();
    }
    return found;
  });
  return kept.filter(({ table, doc }) => !table.startsWith('_') && doc['_deleted'] !== true && doc['_deleted'] !== '1' && doc['key'] !== undefined).map(({ table, doc }) => {
    const fields = Object.fromEntries(Object.entries(doc).filter(([name]) => !name.startsWith('_') && name !== 'key' && name !== 'open')) as AnyRow;
    return { table: table as TableName, key: keyOf(table as TableName, fields), fields };
  }).toSorted((x, y) => (`${x.table} ${x.key}` < `${y.table} ${y.key}` ? -1 : 1));
}
