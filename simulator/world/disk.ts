// A station's disk: one replica, in memory or in a real file, that outlives the program and of which copies can be kept.
import { copyFileSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { openReplica } from '#db/local/open.ts';
import { openReplicaAt, replicaOn, type Replica } from '#sync/client/replica.ts';

/** Puts a copy of a replica, as it was when the copy was made, in the place of what a disk holds. */
export type Image = (disk: Disk) => void;

export interface Disk {
  open(newId: () => string): Replica;
  /** The program has ended or died; what was committed stays. */
  pullOut(replica: Replica): void;
  /** Looks into what is on the disk while no program runs; undefined before the first. */
  peek<T>(look: (db: Database.Database) => T): T | undefined;
  /** A copy of what is on the disk; the program may run meanwhile. */
  image(running: Replica | undefined): Image;
}

export interface MemoryDisk extends Disk {
  bytes: Uint8Array;
}

export function createMemoryDisk(device: string): MemoryDisk {
  const disk: MemoryDisk = {
    bytes: new Uint8Array(),
    open: (newId) => replicaOn(openReplica(disk.bytes), { newId, device }),
    pullOut({ db }) {
      disk.bytes = db.serialize();
      db.close();
    },
    peek(look) {
      if (disk.bytes.length === 0) return undefined;
      const db = new Database(Buffer.from(disk.bytes));
      try {
        return look(db);
      } finally {
        db.close();
      }
    },
    image(running) {
      const bytes = running ? running.db.serialize() : disk.bytes;
      return (to) => void ((to as MemoryDisk).bytes = bytes);
    },
  };
  return disk;
}

export interface FileDisk extends Disk {
  readonly folder: string;
}

export function createFileDisk(folder: string, device: string): FileDisk {
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, 'replica.db');
  let copies = 0;
  return {
    folder,
    open: (newId) => openReplicaAt(file, newId, device),
    pullOut: (replica) => replica.close(),
    peek(look) {
      if (!existsSync(file)) return undefined;
      const db = new Database(file, { readonly: true });
      try {
        return look(db);
      } finally {
        db.close();
      }
    },
    image(running) {
      // The log is in the file then, so that one file is the whole copy.
      running?.db.pragma('wal_checkpoint(TRUNCATE)');
      const copy = path.join(folder, `copy-${(copies += 1)}.db`);
      if (existsSync(file)) copyFileSync(file, copy);
      return (to) => {
        const place = path.join((to as FileDisk).folder, 'replica.db');
        for (const suffix of ['', '-wal', '-shm']) rmSync(place + suffix, { force: true });
        if (existsSync(copy)) copyFileSync(copy, place);
      };
    },
  };
}
