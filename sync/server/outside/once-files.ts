// Files that are written once and never again, for folders that other programs read and answer in.
import { randomUUID } from 'node:crypto';
import { constants, type Stats } from 'node:fs';
import { link, open, rm, stat } from 'node:fs/promises';
import path from 'node:path';

/** Keys hold letters, digits, ":" and "-"; a file's name cannot hold all of them everywhere. */
export const fileOf = (folder: string, key: string, what: string): string => path.join(folder, `${key.replaceAll(/[^0-9A-Za-z-]/g, '_')}.${what}.json`);

/** False where the file is there already. Whole or not at all, also when the power goes. */
export async function writeOnce(file: string, text: string): Promise<boolean> {
  const part = `${file}.${randomUUID()}.part`;
  const handle = await open(part, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  try {
    await link(part, file);
    return true;
  } catch (error) {
    if ((error as { code?: string }).code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(part);
  }
}
export const exists = (file: string): Promise<boolean> => stat(file).then((found: Stats) => found.isFile(), () => false);
