// The demo company on a real sync service, a station process of it, and a person at a real Chromium with a scanner.
import type { Page } from 'playwright-core';
import { expect, vi } from 'vitest';
import { demoState, makeDemo } from '#bin/demo-company.ts';
import { openCentral } from '#db/central/open.ts';
import type { Demo } from '#demo/build.ts';
import type { AnyRow, Row, TableName } from '#domain/tables.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { photoFolder } from '#sync/photos/folder.ts';
import { startService, type Service } from '#sync/server/service.ts';
import { createDatabase, type Template } from './database.ts';
import { asOwner } from './as-owner.ts';
import { runProgram, type Program } from './program.ts';

export interface DemoCentral {
  readonly demo: Demo;
  readonly service: Service;
  readonly url: string;
  /** Nobody answers at the address until it is up again. */
  down(): Promise<void>;
  up(): Promise<void>;
  stop(): Promise<void>;
}

const demoCompany: Template = { name: 'template_demo', fill: async (central) => void (await makeDemo(central, (await demoState(central, Date.now()))!, () => {})) };

/** The demo company as it was made for this run, or of another time. */
export async function startDemoCentral(now?: number): Promise<DemoCentral> {
  const database = await createDatabase(now === undefined ? demoCompany : undefined);
  const central = openCentral(database.url, 2);
  const demo = await makeDemo(central, (await demoState(central, now ?? Date.now()))!, () => {});
  await central.end();
  const photos = photoFolder(temporaryFolder());
  const start = async (port: number) => asOwner(await startService({ databaseUrl: database.url, now: Date.now, port, photos }), database.url);
  let service = await start(0);
  const { url } = service;
  return {
    demo, url,
    get service() {
      return service;
    },
    down: () => service.stop(),
    async up() {
      service = await start(Number(new URL(url).port));
    },
    async stop() {
      await service.stop();
      await database.drop();
    },
  };
}

export interface StationProgram {
  readonly url: string;
  readonly device: string;
  /** Ends the process without warning and starts it again on the same folder and port. */
  killAndRestart(): Promise<void>;
  stop(): Promise<void>;
}

export async function startStationProgram(central: string, folder: string, name = 'Pack 7', more: readonly string[] = []): Promise<StationProgram> {
  const begin = (port: number): Program => runProgram('bin/station.ts', ['--central', central, '--warehouse', 'LEEDS', '--name', name, '--data', folder, '--port', String(port), '--tray', '--json', ...more]);
  let program = begin(0);
  const { window, port, device } = (await program.result) as { window: string; port: number; device: string };
  return {
    url: window, device,
    async killAndRestart() {
      program.child.kill('SIGKILL');
      await program.ended;
      program = begin(port);
      await program.result;
    },
    async stop() {
      program.child.kill('SIGTERM');
      await program.ended;
    },
  };
}

/** The big sentence at the top, once it says this. */
export const says = (page: Page, words: RegExp | string) => page.getByRole('heading', { level: 1 }).or(page.locator('.instruction')).filter({ hasText: words }).first().waitFor({ timeout: 20_000 });
/** The strip, once it says this. */
export async function stripSays(page: Page, words: RegExp): Promise<void> {
  await vi.waitFor(async () => expect(await page.locator('header').innerText()).toMatch(words), { timeout: 30_000, interval: 50 });
}

export function rowsOf<T extends TableName>(demo: Demo, table: T): readonly Row<T>[] {
  return (demo.rows.get(table) ?? []) as readonly AnyRow[] as unknown as readonly Row<T>[];
}
export function barcodeOf(demo: Demo, itemId: string): string {
  return rowsOf(demo, 'barcode').find((row) => row.item_id === itemId && row.units === 1)!.code;
}
export const plainItem = (demo: Demo, itemId: string): boolean => {
  const item = rowsOf(demo, 'item').find((row) => row.item_id === itemId)!;
  return !item.lot_control && !item.serial_control;
};
