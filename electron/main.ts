// Electron's main process, as a list of what is set up. It holds the rights of the app and therefore does little:
// it guards pages, serves the window's files, keeps the station's process running and brings the two together.
import path from 'node:path';
import { BrowserWindow, Menu, app, dialog, protocol } from 'electron';
import { scheme, serveApp } from './app-protocol.ts';
import { brokerStation } from './broker.ts';
import { guardPages, guardSession } from './guards.ts';
import { dataFolder, readSettings, type Settings } from './settings.ts';
import { keepStation } from './station-keeper.ts';
import { openWindow, showWindow } from './window.ts';

/** Where this file, the preload and the station's process lie once built; the window's files lie beside. */
const built = import.meta.dirname;
const windowFiles = path.join(built, '..', 'renderer');
const told = { args: process.argv.slice(app.isPackaged ? 1 : 2), env: process.env };
const log = (line: string): void => console.error(`restow: ${line}`);

const begin = (settings: Settings): void => {
  app.enableSandbox();
  protocol.registerSchemesAsPrivileged([{ scheme, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } }]);
  guardPages();
  app.on('second-instance', () => showWindow(built));
  app.on('window-all-closed', () => process.platform === 'darwin' || app.quit());
  app.on('activate', () => BrowserWindow.getAllWindows().length > 0 || openWindow(built));
  void app.whenReady().then(() => ready(settings));
};

const ready = (settings: Settings): void => {
  if (process.platform !== 'darwin') Menu.setApplicationMenu(null); // a scanner that sends Ctrl keys finds no shortcut
  guardSession();
  protocol.handle(scheme, serveApp(windowFiles));
  const folder = path.join(app.getPath('userData'), 'station');
  const keeper = keepStation(path.join(built, 'station-process.js'), { folder, ...settings }, log);
  brokerStation(keeper, log);
  stopBeforeQuitting(() => keeper.stop());
  openWindow(built);
};

/** Quits only after the station has ended in order. */
const stopBeforeQuitting = (stop: () => Promise<void>): void => {
  let stopped = false;
  app.on('will-quit', (event) => {
    if (stopped) return;
    event.preventDefault();
    void stop().finally(() => {
      stopped = true;
      app.quit();
    });
  });
};

const folder = dataFolder(told);
if (folder !== undefined) app.setPath('userData', folder);

// One station per data folder: its SQLite file has one writer.
if (!app.requestSingleInstanceLock()) app.quit();
else {
  const read = readSettings(app.getPath('userData'), told);
  if (read.ok) begin(read.settings);
  else {
    log(read.problem);
    dialog.showErrorBox('Restow cannot start', read.problem);
    app.exit(1);
  }
}
