// Where the working set is kept: IndexedDB through Dexie, one database per open window of this station, else memory.
// Each window writes its own copy, so no two feeds ever meet; a reloaded window finds its copy again.
import { getRxStorageDexie } from 'rxdb/plugins/storage-dexie';
import type { AnyStorage } from './database.ts';

const MOST_WINDOWS = 32;

/** A name that no other open window uses, held as long as this window lives. */
export async function windowName(locks: LockManager | undefined): Promise<string> {
  if (!locks) return 'restow';
  for (let slot = 1; slot <= MOST_WINDOWS; slot += 1) {
    const name = `restow-${slot}`;
    if (await holdLock(locks, name)) return name;
  }
  return 'restow';
}

function holdLock(locks: LockManager, name: string): Promise<boolean> {
  return new Promise((resolve) => {
    const held = locks.request(name, { ifAvailable: true }, (lock) => {
      resolve(lock !== null);
      return lock === null ? undefined : new Promise(() => undefined);
    });
    held.catch(() => resolve(false));
  });
}

export async function browserStorages(): Promise<readonly AnyStorage[]> {
  const { getRxStorageMemory } = await import('rxdb/plugins/storage-memory');
  return [getRxStorageDexie() as AnyStorage, getRxStorageMemory() as AnyStorage];
}
