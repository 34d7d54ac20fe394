// The app's window: isolated, sandboxed, with nothing of Node, showing app:// only.
import path from 'node:path';
import { BrowserWindow, app } from 'electron';
import { appPage } from './app-protocol.ts';

/** `folder` holds the built preload.cjs. Shown once it has something to show. */
export const openWindow = (folder: string): BrowserWindow => {
  const window = new BrowserWindow({
    width: 1280,
    height: 860,
    minWidth: 640,
    minHeight: 480,
    show: false,
    title: 'Restow',
    autoHideMenuBar: true,
    webPreferences: {
      preload: path.join(folder, 'preload.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webviewTag: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools: !app.isPackaged,
    },
  });
  window.once('ready-to-show', () => window.show());
  window.loadURL(appPage).catch((problem: unknown) => console.error('The window could not be loaded:', problem));
  return window;
};

/** For a second start of the app: the window that is there, brought to the front. */
export const showWindow = (folder: string): void => {
  const window = BrowserWindow.getAllWindows()[0];
  if (window === undefined) return void openWindow(folder);
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
};
