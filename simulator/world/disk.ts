// A station's disk: one replica, in memory or in a real file, that outlives the program and of which copies can be kept.
import { createHash, createPrivateKey } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { openReplica } from '#db/local/open.ts';
import { identity } from '#db/local/salvage.ts';
import { openReplicaAt, replicaOn, type Replica } from '#sync/client/replica.ts';
import { signingKeyOf, type SigningKey } from '#sync/keys/ed25519.ts';

/** Puts a copy of a replica, as it was when the copy was made, in the place of what a disk holds. */
export type Image = (disk: Disk) => void;

export interface Disk {
  open(newId: () => string): Replica;
  /** The program has ended or died; what was committed stays. */
  pullOut(replica: Replica): void;
  /** Looks into what is on the disk while no program runs; undefined before the first. */
  peek<T>(look: (db: Database.Database) => T): T | undefined;
  /** Makes the file anew from what can still be read; `lose` says which pending commands cannot. Answers how many those are. */
  salvage(lose: (pending: readonly number[]) => readonly number[]): number;
  /** A copy of what is on the disk; the program may run meanwhile. */
  image(running: Replica | undefined): Image;
}

export interface MemoryDisk extends Disk {
  bytes: Uint8Array;
}

/** The machine's key stays with the machine: a copied disk signs with that of where it was put. */
function keyOf(device: string): SigningKey {
  const seed = createHash('sha256').update(device).digest();
  return signingKeyOf(createPrivateKey({ key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]), format: 'der', type: 'pkcs8' }));
}

export function createMemoryDisk(device: string): MemoryDisk {
  const key = keyOf(device);
  const disk: MemoryDisk = {
    bytes: new Uint8Array(),
    open: (newId) => replicaOn(openReplica(disk.bytes), { newId, device, key }),
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
    salvage(lose) {
      const kept = readOutbox(new Database(Buffer.from(disk.bytes)), lose);
      const db = openReplica(new Uint8Array());
      writeOutbox(db, kept);
      disk.bytes = db.serialize();
      db.close();
      return kept.lost;
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
  const key = keyOf(device);
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, 'replica.db');
  let copies = 0;
  return {
    folder,
    open: (newId) => openReplicaAt(file, newId, device, key),
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
    salvage(lose) {
      const kept = readOutbox(new Database(file, { readonly: true }), lose);
      for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix, { force: true });
      const db = openReplica(file);
      writeOutbox(db, kept);
      db.close();
      return kept.lost;
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

interface Kept {
  readonly meta: readonly { readonly name: string; readonly value: string }[];
  readonly outbox: readonly { readonly sequence: number; readonly settled_at: number | null }[];
  readonly lost: number;
}
/** What the product saves from a damaged file (db/local/salvage.ts): who the station is, and its commands. */
function readOutbox(db: Database.Database, lose: (pending: readonly number[]) => readonly number[]): Kept {
  const outbox = db.prepare('select * from outbox order by sequence').all() as Kept['outbox'];
  const lost = new Set(lose(outbox.filter((row) => row.settled_at === null).map((row) => row.sequence)));
  const meta = db.prepare(`select name, value from meta where name in (${identity.map((name) => `'${name}'`).join()})`).all() as Kept['meta'];
  db.close();
  return { meta, outbox: outbox.filter((row) => !lost.has(row.sequence)), lost: lost.size };
}
function writeOutbox(db: Database.Database, { meta, outbox }: Kept): void {
  for (const row of meta) db.prepare('insert into meta (name, value) values (@name, @value) on conflict (name) do update set value = excluded.value').run(row);
  const insert = db.prepare('insert into outbox (sequence, command_id, type, person_id, at, asked, hash, bytes, signature, settled_at, seen) values (@sequence, @command_id, @type, @person_id, @at, @asked, @hash, @bytes, @signature, @settled_at, @seen)');
  for (const row of outbox) insert.run(row);
}
