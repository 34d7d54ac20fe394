// What `import … from 'electron'` gives in the main process on the stand-in: the parts the app uses, no more, so
// that using another fails loudly here.
export { app } from './application.ts';
export { BrowserWindow } from './browser-window.ts';
export { ipcMain } from './ipc.ts';
export { MessageChannelMain } from './ports.ts';
export { protocol, session } from './session.ts';
export { utilityProcess } from './utility-process.ts';

export const Menu = { setApplicationMenu(): void {} };
export const dialog = { showErrorBox: (title: string, content: string): void => console.error(`[dialog] ${title}: ${content}`) };
