// Bundles what Electron runs (main process, preload, station process) into dist/electron, each as one file:
// a packaged app has no node_modules, and a sandboxed preload can load nothing but itself.
import { existsSync } from 'node:fs';
import { builtinModules } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import type { BuildOptions } from './build-renderer.ts';
import { digestOf, isStamped, stamp } from './build-stamp.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const sources = ['electron/**', 'sync/**', 'db/local/**', 'db/*.ts', 'domain/**', 'bin/build-electron.ts', 'package-lock.json'];

const entries = [
  { entry: 'electron/main.ts', format: 'es', file: 'main.js' },
  { entry: 'electron/preload.ts', format: 'cjs', file: 'preload.cjs' },
  { entry: 'electron/station-process.ts', format: 'es', file: 'station-process.js' },
] as const;

/** Native code and what Electron brings itself cannot be bundled. */
const external = [/^node:/, ...builtinModules, 'electron', 'better-sqlite3'];

/** The folder with main.js, preload.cjs and station-process.js, as far as their sources exist; undefined if none does. */
export const buildElectron = async ({ force = false, say = console.error }: BuildOptions = {}): Promise<string | undefined> => {
  const present = entries.filter(({ entry }) => existsSync(path.join(root, entry)));
  if (present.length === 0) return undefined;
  const folder = path.join(root, 'dist/electron');
  const stampFile = path.join(root, 'dist/electron.sources');
  const digest = digestOf(root, sources);
  if (!force && isStamped(stampFile, digest) && present.every(({ file }) => existsSync(path.join(folder, file)))) return folder;
  say('Building the Electron app …');
  for (const { entry, format, file } of present) await bundle(path.join(root, entry), format, file, folder);
  stamp(stampFile, digest);
  return folder;
};

const bundle = (input: string, format: 'es' | 'cjs', file: string, outDir: string) =>
  build({
    root,
    configFile: false,
    mode: 'production',
    logLevel: 'warn',
    publicDir: false,
    ssr: { noExternal: true },
    build: {
      ssr: true,
      target: 'node24',
      outDir,
      emptyOutDir: false,
      minify: false,
      sourcemap: true,
      rolldownOptions: { input, external, output: { format, entryFileNames: file, codeSplitting: false } },
    },
  });
