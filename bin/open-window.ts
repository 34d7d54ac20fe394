// Shows the app to the person who started it: in Electron where its binary is, else in the browser, else by its
// address alone. Whatever goes wrong here is said in one line and never stops what is running.
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { findElectron } from './electron-binary.ts';

const root = fileURLToPath(new URL('../', import.meta.url));

export interface WindowOptions {
  /** Address of a headless station's window (token in its fragment), for the browser. */
  readonly url: string;
  /** What Electron's own station is told; without it only the browser is used. */
  readonly electron?: ElectronOptions;
  /** Told in one line what happens; default: the console. */
  readonly say?: (line: string) => void;
}
export interface ElectronOptions {
  /** Electron's data folder (absolute); the station's own lies in it. */
  readonly userData: string;
  readonly central: string | null;
  readonly warehouse?: string;
  readonly name?: string;
  readonly tray?: boolean;
}
export interface Opened {
  readonly shown: 'electron' | 'browser' | 'nothing';
  /** Resolves when Electron has been closed by the person; never for a browser. */
  readonly closed: Promise<void>;
  /** Closes Electron, if that was opened, and waits for it. */
  close(): Promise<void>;
}

/** Whether openWindow will use Electron, whose station is its own: then no headless one is needed for the window. */
export const canOpenElectron = (): boolean => findElectron() !== undefined && existsSync(path.join(root, 'dist/electron/main.js')) && hasDisplay();

/** Never rejects. */
export const openWindow = async ({ url, electron, say = console.error }: WindowOptions): Promise<Opened> => {
  const binary = findElectron();
  if (electron !== undefined && binary !== undefined && canOpenElectron()) {
    const child = await started(binary.program, electronArguments(electron));
    if (child !== undefined) return electronOpened(child);
    say(`Electron (${binary.program}) could not be started, so the window opens in the browser.`);
  }
  const why = binary === undefined ? 'There is no Electron binary here' : 'Electron cannot be used here';
  if (!hasDisplay()) {
    say(`${why} and no display: open the address in a browser.`);
    return nothingOpened('nothing');
  }
  say(`${why}, so the window opens in the browser.`);
  const [program, args] = browserCommand(url);
  if ((await started(program, args)) !== undefined) return nothingOpened('browser');
  say(`No browser could be opened (${program} is missing): open the address yourself.`);
  return nothingOpened('nothing');
};

const electronArguments = ({ userData, central, warehouse, name, tray = false }: ElectronOptions): string[] => [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), // Chromium's sandbox refuses root
  root,
  `--data=${userData}`,
  ...(central === null ? [] : [`--central=${central}`]),
  ...(warehouse === undefined ? [] : [`--warehouse=${warehouse}`]),
  ...(name === undefined ? [] : [`--name=${name}`]),
  ...(tray ? ['--tray'] : []),
];

const hasDisplay = (): boolean => process.platform === 'win32' || process.platform === 'darwin' || [process.env['DISPLAY'], process.env['WAYLAND_DISPLAY']].some((name) => name !== undefined && name !== '');

/** Without a shell, which would read the address. */
const browserCommand = (url: string): [string, string[]] => {
  if (process.platform === 'win32') return ['rundll32', ['url.dll,FileProtocolHandler', url]];
  return [process.platform === 'darwin' ? 'open' : 'xdg-open', [url]];
};

/** The running program, or undefined if it cannot be started. */
const started = (program: string, args: string[]): Promise<ChildProcess | undefined> =>
  new Promise((resolve) => {
    const child = spawn(program, args, { stdio: 'ignore' });
    child.once('error', () => resolve(undefined));
    child.once('spawn', () => {
      child.unref();
      resolve(child);
    });
  });

const electronOpened = (child: ChildProcess): Opened => {
  const closed = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return {
    shown: 'electron',
    closed,
    close: () => {
      child.kill();
      return closed;
    },
  };
};

const nothingOpened = (shown: 'browser' | 'nothing'): Opened => ({ shown, closed: new Promise(() => undefined), close: () => Promise.resolve() });
