// Builds the window into dist/renderer when its sources changed; `npm start`, `npm run build` and the tests share it.
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { digestOf, isStamped, stamp } from './build-stamp.ts';

const root = fileURLToPath(new URL('../', import.meta.url));

/** What ends up in the bundle: the window, the pure floor, the contract, the libraries. */
const sources = ['renderer/**', 'domain/**', 'sync/{protocol,core,conflict}/**', 'electron/contract.ts', 'assets/**', 'vite.config.ts', 'bin/build-renderer.ts', 'package-lock.json'];

export type BuildOptions = {
  /** Build even if nothing changed. */
  force?: boolean;
  /** Told when it builds, before it does; default: the console. */
  say?: (sentence: string) => void;
};

/** The folder with the built window (index.html inside), or undefined while there is no renderer to build. */
export const buildRenderer = async ({ force = false, say = console.error }: BuildOptions = {}): Promise<string | undefined> => {
  if (!existsSync(path.join(root, 'renderer/index.html'))) return undefined;
  const folder = path.join(root, 'dist/renderer');
  const stampFile = path.join(root, 'dist/renderer.sources');
  const digest = digestOf(root, sources);
  if (!force && existsSync(folder) && isStamped(stampFile, digest)) return folder;
  say('Building the window …');
  await buildBeside(folder);
  stamp(stampFile, digest);
  return folder;
};

/** Built under another name and swapped in, so that a station serving the folder never serves half a build. */
const buildBeside = async (folder: string): Promise<void> => {
  const fresh = `${folder}.new-${process.pid}`;
  const old = `${folder}.old-${process.pid}`;
  mkdirSync(path.dirname(folder), { recursive: true });
  await forProduction(() => build({ configFile: path.join(root, 'vite.config.ts'), logLevel: 'warn', mode: 'production', build: { outDir: fresh } }));
  if (existsSync(folder)) renameSync(folder, old);
  renameSync(fresh, folder);
  rmSync(old, { recursive: true, force: true });
};

/** Vite believes NODE_ENV more than its mode: built during a test run, the window would be React's slow development build. */
const forProduction = async (make: () => Promise<unknown>): Promise<void> => {
  const before = process.env['NODE_ENV'];
  process.env['NODE_ENV'] = 'production';
  try {
    await make();
  } finally {
    if (before === undefined) delete process.env['NODE_ENV'];
    else process.env['NODE_ENV'] = before;
  }
};
