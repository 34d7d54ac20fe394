// Builds the window (and Electron's main process) once before the browser tests, through the same door as `npm start`.
import { buildElectron } from '#bin/build-electron.ts';
import { buildRenderer } from '#bin/build-renderer.ts';

export const setup = async (): Promise<void> => {
  await buildRenderer();
  await buildElectron();
};
