// What a person at a window waits for: two stations in processes of their own, each with a real Chromium that shows
// the same delivery of very many lines. The page itself takes the times, at the frame after the one that changed.
import { setTimeout as sleep } from 'node:timers/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { v7 as newId } from 'uuid';
import { buildRenderer } from '#bin/build-renderer.ts';
import { upsert } from '#db/central/rows.ts';
import { launchBrowser } from '#test/support/browser.ts';
import { scan } from '#test/support/scanner.ts';
import type { Bench } from './bench.ts';
import { inCompany, startCentralProcess, type CentralProcess } from './central-process.ts';
import { BADGE, barcodeOf, itemId, WAREHOUSE } from './company.ts';
import type { Figure } from './figure.ts';
import { percentile, spreadOf } from './percentile.ts';
import { startStationProcess, type StationProcess } from './station-process.ts';

const ROWS_AT_ONCE = 5000;
/** What a lorry brings, and the longest list the window must still show well. */
const USUAL = { deliveryId: 'DN-90001', lines: 60 };
const LONG = { deliveryId: 'DN-90002', lines: 10_000 };
const WARM_UP = 20;
const FRAME = 1000 / 60;
/** Lines at the top of the list, which both windows show without scrolling. */
const IN_SIGHT = 5;
const PATIENCE = 10_000;

export async function benchWindow({ folder, now, quick, say }: Bench): Promise<readonly Figure[]> {
  say('window: Postgres, the service, two stations and two windows …');
  await buildRenderer({ say });
  const central = await startCentralProcess(folder, 'window-postgres', LONG.lines);
  await deliveries(central);
  const browser = await launchBrowser();
  const stations: StationProcess[] = [];
  try {
    for (const name of ['one', 'two']) stations.push(await startStationProcess(path.join(folder, name), central.url, { page: true }));
    const [one] = stations as [StationProcess];
    const pages: Page[] = [];
    for (const station of stations) {
      const page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
      await page.addInitScript(watchInPage);
      await signIn(page, station.url);
      await openDelivery(page, USUAL.deliveryId);
      pages.push(page);
    }
    const [first, second] = pages as [Page, Page];
    say('window: scans …');
    const scans = await measureScans(first, quick ? 20 : 300);
    say('window: from one station to the window of the other …');
    const ways = await measureWay(one, second, quick ? 15 : 200, now);
    say('window: the long list …');
    await openDelivery(first, LONG.deliveryId);
    const paints = await measurePaint(first, quick ? 2 : 10);
    const frames = await measureScrolling(first, quick ? 1000 : 5000);
    const pixels = scans.map(({ pixels: each }) => each);
    const beyond = scans.map(({ pixels: each, station }) => (each - station) / FRAME);
    return [
      { name: 'last key → changed pixels, p95', value: percentile(pixels, 0.95), unit: 'ms', goal: { atMost: 50 } },
      { name: 'last key → changed pixels, p99', value: percentile(pixels, 0.99), unit: 'ms', goal: { atMost: 100 } },
      { name: 'of it the station, p50', value: percentile(scans.map(({ station }) => station), 0.5), unit: 'ms' },
      { name: 'beyond the station, in frames, p95', value: percentile(beyond, 0.95), unit: 'x', goal: { atMost: 3 } },
      { name: 'commit → pixels in the other window, p50', value: spreadOf(ways).p50, unit: 'ms', goal: { atMost: 50 } },
      { name: 'commit → pixels in the other window, p99', value: spreadOf(ways).p99, unit: 'ms', goal: { atMost: 250 } },
      { name: `reload → ${LONG.lines} lines painted, p50`, value: spreadOf(paints).p50, unit: 'ms', goal: { atMost: 1000 } },
      { name: 'frames a second while scrolling them', value: (1000 * frames.length) / frames.reduce((sum, each) => sum + each, 0), unit: 'per s', goal: { atLeast: 58 } },
      { name: 'longest of 99 % of frames, in frames', value: percentile(frames, 0.99) / FRAME, unit: 'x' },
    ];
  } finally {
    await browser.close();
    for (const station of stations) await station.stop();
    await central.stop();
  }
}

async function deliveries({ sql }: CentralProcess): Promise<void> {
  await inCompany(sql, (tx) => upsert(tx, 'location', [{ warehouse_id: WAREHOUSE, location_id: 'DOCK', zone: 'D', kind: 'dock', aisle: 0, bay: 0, level: 0, sequence: 0, pickable: false }]));
  for (const { deliveryId, lines } of [USUAL, LONG]) {
    const common = { warehouse_id: WAREHOUSE, delivery_id: deliveryId };
    await inCompany(sql, (tx) => upsert(tx, 'delivery', [{ ...common, supplier_id: null, purchase_order_id: null, state: 'ARRIVED', expected_at: null, arrived_at: null }]));
    for (let from = 0; from < lines; from += ROWS_AT_ONCE) {
      const rows = Array.from({ length: Math.min(ROWS_AT_ONCE, lines - from) }, (_, i) => ({ ...common, line_id: `L${String(from + i).padStart(6, '0')}`, item_id: itemId(from + i), expected: 1_000_000, received: 0, damaged: 0, purchase_order_line: null, refused: 0, told: [] }));
      await inCompany(sql, (tx) => upsert(tx, 'delivery_line', rows));
    }
  }
}

async function signIn(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.getByText('stock as of').waitFor({ timeout: 120_000 });
  await scan(page, BADGE);
  await page.getByText('Scan anything to begin').first().waitFor({ timeout: 20_000 });
}

async function openDelivery(page: Page, deliveryId: string): Promise<void> {
  await scan(page, deliveryId);
  await page.getByText(`Delivery ${deliveryId}`).first().waitFor({ timeout: 20_000 });
  await page.locator('.line').nth(IN_SIGHT).waitFor({ timeout: 60_000 });
  await scan(page, 'LOC-DOCK');
  await scan(page, barcodeOf(0));
  await page.locator('.in-hand').waitFor({ timeout: 20_000 });
}

interface Watched {
  /** When Enter of a scan reached the page, when the frame after it had changed what is shown, and what the station took. */
  readonly scans: { readonly pixels: number; readonly station: number }[];
  /** Milliseconds since 1970 at which the numbers of the list had changed on the screen. */
  readonly changes: number[];
}

/** Runs in the page before its own code. */
function watchInPage(): void {
  const watched: { scans: { pixels: number; station: number }[]; changes: number[] } = { scans: [], changes: [] };
  Object.assign(globalThis, { watched });
  let entered = 0;
  let asked = 0;
  let station = 0;
  globalThis.addEventListener('keydown', (event) => { if (event.key === 'Enter') entered = performance.now(); }, { capture: true });
  const Real = globalThis.WebSocket;
  globalThis.WebSocket = class extends Real {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols);
      this.addEventListener('message', () => { if (asked > 0) [station, asked] = [performance.now() - asked, 0]; });
    }
    override send(data: string): void {
      if (data.includes('"submit"')) asked = performance.now();
      super.send(data);
    }
  };
  // A message sent from within a frame runs when that frame has been painted.
  const painted = (then: () => void): void => {
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.addEventListener('message', then);
      port1.start();
      port2.postMessage('');
    });
  };
  const shows = (selector: string, target: Node): boolean => (target instanceof Element ? target : target.parentElement)?.closest(selector) !== null;
  document.addEventListener('DOMContentLoaded', () => {
    new MutationObserver((records) => {
      if (entered > 0 && records.some(({ target }) => shows('.scan-log', target))) {
        const began = entered;
        entered = 0;
        painted(() => watched.scans.push({ pixels: performance.now() - began, station }));
      }
      if (records.some(({ target }) => shows('.line-value', target))) painted(() => watched.changes.push(performance.timeOrigin + performance.now()));
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
}
const watchedIn = (page: Page): Promise<Watched> => page.evaluate(() => (globalThis as unknown as { watched: Watched }).watched);

/** One scan after another, as fast as a person in a hurry; the same few articles, each one more. */
async function measureScans(page: Page, count: number): Promise<Watched['scans']> {
  for (let i = -WARM_UP; i < count; i++) {
    const before = (await watchedIn(page)).scans.length;
    await scan(page, barcodeOf(i < 0 ? 0 : i % IN_SIGHT));
    await until(async () => (await watchedIn(page)).scans.length > before, 'a scan changed nothing on the screen');
    await sleep(60);
  }
  return (await watchedIn(page)).scans.slice(-count);
}

/** From the commit at one station, seen in its file once a millisecond, to the changed number in the other one's window. */
async function measureWay(one: StationProcess, other: Page, count: number, now: () => number): Promise<number[]> {
  const found: number[] = [];
  for (let i = -WARM_UP; i < count; i++) {
    const before = (await watchedIn(other)).changes.length;
    const command = { id: newId(), type: 'delivery.receive', payload: { deliveryId: USUAL.deliveryId, itemId: itemId((i + WARM_UP) % IN_SIGHT), quantity: 1, lot: '', serial: '', condition: 'N', locationId: 'DOCK', packUnits: 1 }, confirmed: [] };
    const reply = one.request('submit', { commands: [command] });
    while (!one.has(command.id)) await sleep(1);
    const committed = now();
    await reply;
    await until(async () => (await watchedIn(other)).changes.length > before, 'a receipt did not reach the other window');
    const [changed] = (await watchedIn(other)).changes.slice(before);
    if (i >= 0) found.push(changed! - committed);
    await sleep(80);
  }
  return found;
}

/** The window thrown away and opened anew at the same list, as after a crash or a new shift. */
async function measurePaint(page: Page, count: number): Promise<number[]> {
  const found: number[] = [];
  for (let i = 0; i < count; i++) {
    await page.reload({ waitUntil: 'commit' });
    found.push(await page.evaluate(() => new Promise<number>((done) => {
      const look = (): void => void (document.querySelector('.line-list .line') === null ? requestAnimationFrame(look) : requestAnimationFrame(() => done(performance.now())));
      look();
    })));
  }
  return found;
}

/** How long each frame takes while the list runs past at three rows a frame. */
const measureScrolling = (page: Page, milliseconds: number): Promise<number[]> => page.evaluate((long) => new Promise<number[]>((done) => {
  const list = document.querySelector('.line-list')!;
  const frames: number[] = [];
  const began = performance.now();
  let last = began;
  const frame = (now: number): void => {
    if (now > last) frames.push(now - last);
    last = now;
    list.scrollTop += 198;
    if (now - began < long) requestAnimationFrame(frame);
    else done(frames.slice(1));
  };
  requestAnimationFrame(frame);
}), milliseconds);

async function until(is: () => Promise<boolean>, problem: string): Promise<void> {
  const began = performance.now();
  while (!(await is())) {
    if (performance.now() - began > PATIENCE) throw new Error(problem);
    await sleep(2);
  }
}
