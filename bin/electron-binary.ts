// Where Electron's own program is on this machine, if it is. Never asks the electron package itself, which would try
// to download it.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));

const program = (): string => {
  if (process.platform === 'win32') return 'electron.exe';
  return process.platform === 'darwin' ? 'Electron.app/Contents/MacOS/Electron' : 'electron';
};

/** Electron's folder and program (absolute), from $ELECTRON_OVERRIDE_DIST_PATH or the electron package; undefined if absent. */
export const findElectron = (): { folder: string; program: string } | undefined => {
  const named = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  const folders = [...(named === undefined || named === '' ? [] : [path.resolve(named)]), path.join(root, 'node_modules/electron/dist')];
  const folder = folders.find((one) => existsSync(path.join(one, program())));
  return folder === undefined ? undefined : { folder, program: path.join(folder, program()) };
};
