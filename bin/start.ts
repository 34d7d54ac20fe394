// `npm start`: the whole of Restow by one command. Postgres, the sync service, a station with its replica, the demo
// company, and the window; everything in one data folder, ended together.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { resolveDataFolder } from '#db/central/data-folder.ts';
import { startEmbeddedPostgres } from '#db/central/embedded-postgres.ts';
import { migrate } from '#db/central/migrate.ts';
import { openCentral } from '#db/central/open.ts';
import { barcodeSheets } from './barcode-sheets.ts';
import type { Demo } from '#demo/build.ts';
import { startHeadless } from '#electron/headless.ts';
import { carrierFolder } from '#sync/server/outside/carrier-files.ts';
import { paymentFolder } from '#sync/server/outside/payment-files.ts';
import { photoStoreAt } from '#sync/server/photos/store.ts';
import { readSealKey } from '#sync/server/audit/seal-key.ts';
import { startService } from '#sync/server/service.ts';
import { buildRenderer } from './build-renderer.ts';
import { portOf, printResult, readFlags, say, untilAskedToEnd } from './command-line.ts';
import { DEMO_DEVICE, demoState, makeDemo, makeSilentStation } from './demo-company.ts';
import { openWindow } from './open-window.ts';
import { readOnlyUrl } from './read-only-role.ts';
import { serviceUrl } from './service-login.ts';

const usage = 'npm start -- [--no-window] [--json] [--data DIR] [--port N]   (DATABASE_URL uses a Postgres of your own)';
const { flags } = readFlags(usage, { 'no-window': { type: 'boolean' }, data: { type: 'string' }, port: { type: 'string' } });
const port = portOf(flags.port);
const tell = (sentence: string) => say(flags.json, sentence);
const endings: (() => Promise<unknown>)[] = [];
const asked = untilAskedToEnd();

async function endAll(): Promise<void> {
  for (const end of endings.toReversed()) await end().catch((error: unknown) => tell(error instanceof Error ? error.message : String(error)));
}

/** The database: the project's own Postgres in the data folder, or the one that DATABASE_URL names. */
async function findDatabase(folder: string): Promise<{ readonly url: string; readonly embedded: boolean }> {
  const given = process.env['DATABASE_URL'];
  if (given !== undefined) {
    tell('Using the Postgres that DATABASE_URL names.');
    return { url: given, embedded: false };
  }
  tell('Starting Postgres …');
  const postgres = await startEmbeddedPostgres({ dataDir: path.join(folder, 'postgres'), onProgress: tell });
  endings.push(() => postgres.stop());
  return { url: postgres.url, embedded: true };
}

/** The schema and the demo company, made as the owner; and the logins of the service and of people who look. */
async function prepareCompany({ url, embedded }: { readonly url: string; readonly embedded: boolean }, folder: string): Promise<{ readonly demo: Demo | undefined; readonly service: string; readonly look: string | null }> {
  const owner = openCentral(url, 2);
  try {
    await migrate(owner);
    const state = await demoState(owner, Date.now());
    const demo = state && (await makeDemo(owner, state, tell));
    if (!embedded) return { demo, service: url, look: null };
    return { demo, service: await serviceUrl(owner, url, path.join(folder, 'service-password')), look: await readOnlyUrl(owner, url, path.join(folder, 'read-only-password')) };
  } finally {
    await owner.end();
  }
}

async function start(): Promise<void> {
  const { folder, note } = resolveDataFolder(path.resolve(flags.data ?? '.restow'));
  mkdirSync(folder, { recursive: true });
  if (note !== undefined) tell(note);
  const database = await findDatabase(folder);
  const { demo, service: login, look: postgres } = await prepareCompany(database, folder);
  const service = await startService({ databaseUrl: login, ownerUrl: database.url, now: Date.now, port: 0, sealKey: readSealKey(path.join(folder, 'seal-key.pem'), true), payments: paymentFolder(path.join(folder, 'payments'), { settles: true }), carriers: carrierFolder(path.join(folder, 'carriers'), { numbers: { service: 'NW', country: 'GB', from: 10_000_000 } }), photos: photoStoreAt(path.join(folder, 'photos'), {}), log: tell });
  endings.push(() => service.stop());
  tell(`Sync service at ${service.url}`);
  const silent = path.join(folder, 'silent-station');
  if (demo) await makeSilentStation(demo, service, silent);
  const page = await buildRenderer({ say: tell });
  const host = await startHeadless({
    folder: path.join(folder, 'station'), central: service.url, now: Date.now, port, window: page, kind: 'development', name: 'Pack 1',
    ...(demo ? { tray: true, device: DEMO_DEVICE, warehouse: 'LEEDS', barcodes: () => barcodeSheets(demo.rows) } : {}),
  });
  endings.push(() => host.stop());
  tell(`Restow is ready: ${host.url}`);
  if (postgres !== null) tell(`Postgres, for looking: ${postgres}`);
  tell('Ctrl-C ends everything; unsent work stays safe in the data folder.');
  printResult(flags.json, { window: host.url, central: service.url, postgres, data: folder, silent_station: demo ? silent : null, pid: process.pid });
  if (flags['no-window']) return;
  const electron = { userData: path.join(folder, 'electron'), central: service.url, name: 'Pack 1', ...(demo ? { tray: true, warehouse: 'LEEDS' } : {}) };
  const opened = await openWindow({ url: host.url, electron, say: tell });
  endings.push(() => opened.close());
}

try {
  await Promise.race([start(), asked]);
  await asked;
  tell('Ending …');
  await endAll();
  process.exit(0);
} catch (error) {
  tell(`Restow could not start: ${error instanceof Error ? error.message : String(error)}`);
  await endAll();
  process.exit(1);
}
