// The unmodified main and preload in the real Electron, where this machine has its binary: what only that can show.
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ElectronApplication, type Page, _electron } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findElectron } from '#bin/electron-binary.ts';
import { temporaryFolder } from '#test/support/temporary-folder.ts';
import type { Hello } from './contract.ts';
import type { StationBridge } from './port-client.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const electron = findElectron();
type Restow = { restow: StationBridge };

describe.skipIf(electron === undefined)('the app in the real Electron (needs its binary in $ELECTRON_OVERRIDE_DIST_PATH or node_modules/electron/dist)', () => {
  const userData = temporaryFolder();
  let app: ElectronApplication;
  let window: Page;
  beforeAll(async () => {
    const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    app = await _electron.launch({ executablePath: electron?.program ?? '', args: [...asRoot, root, `--data=${path.join(userData, 'data')}`, '--name=Bench 7'], timeout: 60_000 });
    window = await app.firstWindow();
    await window.waitForLoadState();
  });
  afterAll(() => app?.close());

  const hello = (): Promise<Hello> => window.evaluate(() => (globalThis as unknown as Restow).restow.request('hello', {})) as Promise<Hello>;

  it('shows the window from app:// and speaks with its station', async () => {
    expect(window.url()).toBe('app://restow/');
    expect(await hello()).toMatchObject({ device: { name: 'Bench 7' } });
  });

  it('the page is isolated, sandboxed and secure', async () => {
    expect(await window.evaluate(() => [typeof (globalThis as { require?: unknown }).require, typeof (globalThis as { process?: unknown }).process, isSecureContext, typeof indexedDB.open])).toEqual(['undefined', 'undefined', true, 'function']);
    const preferences = await app.evaluate(({ webContents }) => webContents.getAllWebContents().map((one) => (one as unknown as { getLastWebPreferences(): object }).getLastWebPreferences()));
    for (const one of preferences) expect(one).toMatchObject({ sandbox: true, contextIsolation: true, nodeIntegration: false, webSecurity: true });
  });

  it('goes nowhere and opens nothing', async () => {
    expect(await window.evaluate(() => globalThis.open('https://example.com/') === null)).toBe(true);
    await window.evaluate(() => void (location.href = 'https://example.com/'));
    await window.waitForTimeout(1000);
    expect(window.url()).toBe('app://restow/');
    expect(app.windows()).toHaveLength(1);
  });

  it('is given no permission', async () => {
    expect(await window.evaluate(() => Notification.requestPermission())).toBe('denied');
  });

  it('goes on when its station is killed', async () => {
    const before = await hello();
    const killed = await app.evaluate(({ app: electronApp }) => {
      const station = electronApp.getAppMetrics().find(({ name, serviceName }) => name === 'Restow station' || serviceName === 'Restow station');
      return station !== undefined && process.kill(station.pid, 'SIGKILL');
    });
    expect(killed).toBe(true);
    await expect.poll(hello, { timeout: 30_000 }).toMatchObject({ device: { id: before.device.id } });
  });
});
