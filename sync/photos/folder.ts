// A folder of photos, each under the hash of its content. A photo is on the disk whole before its name appears, and the
// name before anybody is told, so that work which names it can be committed.
import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { isPhotoHash, photoHash } from './picture.ts';

export interface PhotoFolder {
  has(hash: string): Promise<boolean>;
  /** Undefined where there is none, or where the disk has damaged it. */
  read(hash: string): Promise<Uint8Array | undefined>;
  /** Answers the hash once the photo cannot be lost any more. */
  keep(bytes: Uint8Array): Promise<string>;
  /** All of them, with the time (ms) each was kept. */
  list(): Promise<readonly { readonly hash: string; readonly keptAt: number }[]>;
  drop(hash: string): Promise<void>;
  /** What a kill left half written before this time (ms); nobody was told of it. */
  dropHalves(before: number): Promise<void>;
}

const HALF = 'half-';

export function photoFolder(folder: string): PhotoFolder {
  const fileOf = (hash: string): string => {
    if (!isPhotoHash(hash)) throw new Error(`"${hash.slice(0, 80)}" is no hash of a photo`);
    return path.join(folder, hash.slice(0, 2), hash);
  };
  const has = async (hash: string): Promise<boolean> => stat(fileOf(hash)).then((found) => found.isFile(), () => false);

  async function read(hash: string): Promise<Uint8Array | undefined> {
    const bytes = await readFile(fileOf(hash)).catch(() => undefined);
    return bytes && photoHash(bytes) === hash ? bytes : undefined;
  }
  async function keep(bytes: Uint8Array): Promise<string> {
    const hash = photoHash(bytes);
    // A damaged file under the name is written anew.
    if ((await read(hash)) !== undefined) return hash;
    const file = fileOf(hash);
    const made = await mkdir(path.dirname(file), { recursive: true });
    const half = path.join(folder, `${HALF}${randomUUID()}`);
    const handle = await open(half, 'wx');
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(half, file);
    await syncFolder(path.dirname(file));
    if (made !== undefined) {
      await syncFolder(folder);
      await syncFolder(path.dirname(made));
    }
    return hash;
  }
  async function list() {
    const found: { hash: string; keptAt: number }[] = [];
    for (const shelf of await readdir(folder).catch(() => [])) {
      if (!/^[0-9a-f]{2}$/.test(shelf)) continue;
      for (const hash of await readdir(path.join(folder, shelf))) if (isPhotoHash(hash)) found.push({ hash, keptAt: (await stat(fileOf(hash))).mtimeMs });
    }
    return found;
  }
  async function dropHalves(before: number): Promise<void> {
    for (const name of await readdir(folder).catch(() => [])) {
      const half = path.join(folder, name);
      if (name.startsWith(HALF) && (await stat(half)).mtimeMs < before) await rm(half, { force: true });
    }
  }
  return { has, read, keep, list, drop: (hash) => rm(fileOf(hash), { force: true }), dropHalves };
}

/** A name is safe once its folder is; Windows has no such call and needs none. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
