// Assembles the packaged app with electron-builder: around the real Electron where this machine has it, else around
// an empty stub of it, which is enough to see what ends up in the package and not enough to run.
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type CliOptions, type Configuration, Platform, build } from 'electron-builder';
import { findElectron } from './electron-binary.ts';

const root = fileURLToPath(new URL('../', import.meta.url));

export interface Packaged {
  /** Absolute path of app.asar; what is unpacked lies beside it in app.asar.unpacked. */
  readonly asar: string;
  /** The program is a stub: this can be looked at and not be started. */
  readonly isStub: boolean;
}

/** An unpacked app in `output` (absolute). */
export const packageFolder = async (output: string): Promise<Packaged> => {
  const electron = findElectron();
  if (electron !== undefined) return { asar: await run(hostTarget('dir'), output, { electronDist: electron.folder }), isStub: false };
  const stub = makeStub();
  try {
    // Only Linux' packaging leaves Electron's program as it is; fuses are switches inside a real one.
    return { asar: await run(Platform.LINUX.createTarget('dir'), output, { electronDist: stub, electronFuses: null }), isStub: true };
  } finally {
    rmSync(stub, { recursive: true, force: true });
  }
};

/** Installers for this machine's system, in `output`; needs the real Electron. */
export const packageInstallers = async (output: string, electronDist: string): Promise<Packaged> => ({ asar: await run(hostTarget(), output, { electronDist }), isStub: false });

const hostTarget = (type?: string): NonNullable<CliOptions['targets']> => Platform.current().createTarget(type ?? null);

const run = async (targets: NonNullable<CliOptions['targets']>, output: string, own: Configuration): Promise<string> => {
  const resources: string[] = [];
  await build({
    targets,
    projectDir: root,
    publish: 'never',
    config: {
      extends: path.join(root, 'electron-builder.yml'),
      ...own,
      directories: { output, buildResources: path.join(root, 'assets') },
      afterPack: ({ packager, appOutDir }) => void resources.push(packager.getResourcesDir(appOutDir)),
    },
  });
  const [folder] = resources;
  if (folder === undefined) throw new Error('electron-builder packed nothing');
  return path.join(folder, 'app.asar');
};

/** The least that electron-builder takes for Electron. */
const makeStub = (): string => {
  const folder = mkdtempSync(path.join(tmpdir(), 'restow-electron-stub-'));
  for (const sub of ['resources', 'locales']) mkdirSync(path.join(folder, sub));
  for (const [file, text] of Object.entries({ electron: '#!/bin/sh\necho "This is a stub of Electron." >&2\nexit 1\n', version: '0.0.0', LICENSE: '', 'LICENSES.chromium.html': '', 'locales/en-US.pak': '' }))
    writeFileSync(path.join(folder, file), text);
  chmodSync(path.join(folder, 'electron'), 0o755);
  return folder;
};
