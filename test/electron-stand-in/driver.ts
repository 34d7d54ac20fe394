// The process in which a built main.js runs on the stand-in, and the door through which a test looks into it.
import './register.ts';
import { pathToFileURL } from 'node:url';
import { app } from './application.ts';
import { BrowserWindow } from './browser-window.ts';
import { ipcMain } from './ipc.ts';
import { decisions, protocol } from './session.ts';
import { utilityProcess } from './utility-process.ts';

/** What a test may ask; `evaluate` runs an expression in the page of a window (and in a child frame of it). */
export type Ask =
  | { ask: 'evaluate'; script: string; window: number; frame?: number }
  | { ask: 'windows' }
  | { ask: 'fetch'; url: string; method?: string }
  | { ask: 'open'; url: string }
  | { ask: 'forge'; channel: string; url: string | null }
  | { ask: 'permission'; name: string; url?: string; media?: readonly string[] }
  | { ask: 'mayRequest'; url: string }
  | { ask: 'closeWindow'; window: number }
  | { ask: 'stations' }
  | { ask: 'screenshot'; window: number; file: string };
export interface WindowSeen {
  readonly url: string;
  readonly visible: boolean;
  readonly preferences: Record<string, unknown>;
  readonly portsGiven: number;
  readonly timesFocused: number;
  readonly console: readonly string[];
}

const windowAt = (index: number): BrowserWindow => {
  const window = BrowserWindow.getAllWindows()[index];
  if (window === undefined) throw new Error(`there is no window ${index}`);
  return window;
};

const answers: { [K in Ask['ask']]: (message: Ask & { ask: K }) => unknown } = {
  evaluate: async ({ script, window, frame }) => {
    const page = await windowAt(window).page();
    return (frame === undefined ? page : page.frames()[frame])?.evaluate(script);
  },
  windows: (): WindowSeen[] =>
    BrowserWindow.getAllWindows().map((window) => ({
      url: window.webContents.getURL(),
      visible: window.isVisible(),
      preferences: { ...window.webContents.getLastWebPreferences(), appSandboxed: app.isSandboxed() },
      portsGiven: window.webContents.portsGiven,
      timesFocused: window.timesFocused,
      console: window.webContents.console,
    })),
  fetch: async ({ url, method = 'GET' }) => {
    const handler = decisions.handlerOf('app:');
    // A Request would tidy the address up; the handler has to stand what comes untidied as well.
    const response = await handler?.({ url, method } as Request);
    return { status: response?.status, headers: Object.fromEntries(response?.headers ?? []), text: await response?.text(), handled: protocol.isProtocolHandled('app') };
  },
  open: async ({ url }) => {
    const { preload } = windowAt(0).webContents.getLastWebPreferences();
    const window = new BrowserWindow({ webPreferences: preload === undefined ? {} : { preload } });
    await window.loadURL(url).catch(() => undefined);
    return BrowserWindow.getAllWindows().indexOf(window);
  },
  // As if a frame inside the page, or one that is gone, had spoken.
  forge: ({ channel, url }) => {
    const sender = windowAt(0).webContents;
    ipcMain.emit(channel, { sender, senderFrame: url === null ? null : { url, parent: sender.mainFrame } });
  },
  permission: async ({ name, url = 'app://restow/', media }) => {
    const { webContents } = windowAt(0);
    const asked = { requestingUrl: url, isMainFrame: true, ...(media === undefined ? {} : { mediaTypes: media }) };
    const checked = (media ?? [undefined]).every((mediaType) => decisions.isChecked(webContents, name, url, { isMainFrame: true, mediaType }));
    return [await decisions.isPermitted(webContents, name, asked), checked, decisions.isDevicePermitted({ deviceType: name })];
  },
  mayRequest: ({ url }) => decisions.mayRequest(url, 'GET', 'other'),
  closeWindow: ({ window }) => windowAt(window).close(),
  stations: () => utilityProcess.pids(),
  screenshot: async ({ window, file }) => void (await (await windowAt(window).page()).screenshot({ path: file })),
};

const answer = async (message: Ask & { id: number }): Promise<void> => {
  try {
    const value: unknown = await (answers[message.ask] as (ask: Ask) => unknown)(message);
    process.send?.({ id: message.id, value });
  } catch (problem) {
    process.send?.({ id: message.id, error: problem instanceof Error ? problem.message : String(problem) });
  }
};

process.on('message', (message: (Ask & { id: number }) | { quit: true }) => void ('quit' in message ? app.quit() : answer(message)));
process.on('disconnect', () => app.exit(1)); // the test is gone
const [main = '', ...args] = process.argv.slice(2);
process.argv.splice(1, process.argv.length, ...(app.isPackaged ? [] : [main]), ...args);
await import(pathToFileURL(main).href);
process.send?.({ up: true });
