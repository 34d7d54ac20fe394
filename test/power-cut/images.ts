// What a disk may hold after a power cut, rebuilt from the shim's log. Only what was synced is certain; everything
// since may be missing, half there, in another order, or garbage, sector by sector. Entries of the folder (created,
// removed, renamed files) count as written at once, as on a journalled file system.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export type Damage = 'lost' | 'some' | 'reordered' | 'garbage';
export interface Moment {
  /** `sync`: just before a sync takes effect; `acknowledged`: just before an acknowledgement leaves the process. */
  readonly at: 'sync' | 'acknowledged';
  /** Acknowledgements that have left before, this one included. */
  readonly acknowledged: readonly string[];
  /** Whether anything is written but not synced. */
  readonly unsynced: boolean;
  writeImage(folder: string, damage: Damage, random: () => number): void;
}

type Change = { readonly offset: number; readonly data: Buffer } | { readonly truncate: number };
interface File {
  durable: Buffer;
  readonly pending: Change[];
}
const OPEN = 1, WRITE = 2, TRUNCATE = 3, SYNC = 4, UNLINK = 5, RENAME = 6, ACK = 7;
const SECTOR = 512;

/** Walks the log and stops at every moment at which a power cut is worth trying. */
export function* moments(log: Buffer): Generator<Moment> {
  const paths = new Map<number, string>();
  const files = new Map<string, File>();
  const acknowledged: string[] = [];
  const moment = (at: Moment['at']): Moment => ({
    at,
    acknowledged: [...acknowledged],
    unsynced: [...files.values()].some((file) => file.pending.length > 0),
    writeImage(folder, damage, random) {
      mkdirSync(folder, { recursive: true });
      for (const [name, file] of files) writeFileSync(path.join(folder, path.basename(name)), contentAfter(file, damage, random));
    },
  });
  for (const { kind, number, offset, data } of records(log)) {
    const file = files.get(paths.get(number) ?? '');
    if (kind === OPEN) {
      const name = data.toString('utf8');
      paths.set(number, name);
      if (!files.has(name)) files.set(name, { durable: Buffer.alloc(0), pending: [] });
      if (offset === 1) files.get(name)!.pending.push({ truncate: 0 });
    } else if (kind === WRITE) file!.pending.push({ offset, data });
    else if (kind === TRUNCATE) file!.pending.push({ truncate: offset });
    else if (kind === SYNC) {
      yield moment('sync');
      file!.durable = file!.pending.splice(0).reduce(applyChange, file!.durable);
    } else if (kind === UNLINK) files.delete(paths.get(number)!);
    else if (kind === RENAME) {
      const to = data.toString('utf8');
      paths.set(offset, to);
      files.set(to, file!);
      files.delete(paths.get(number)!);
    } else if (kind === ACK) {
      acknowledged.push(...data.toString('utf8').split('\n').filter((line) => line !== ''));
      yield moment('acknowledged');
    }
  }
}

function* records(log: Buffer): Generator<{ kind: number; number: number; offset: number; data: Buffer }> {
  for (let at = 0; at + 24 <= log.length; ) {
    const kind = log.readUInt32LE(at);
    // A truncation has a length but carries no bytes.
    const length = Number(log.readBigUInt64LE(at + 16));
    yield { kind, number: log.readUInt32LE(at + 4), offset: Number(log.readBigUInt64LE(at + 8)), data: log.subarray(at + 24, at + 24 + length) };
    at += 24 + length;
  }
}

function applyChange(content: Buffer, change: Change): Buffer {
  if ('truncate' in change) return change.truncate <= content.length ? content.subarray(0, change.truncate) : Buffer.concat([content, Buffer.alloc(change.truncate - content.length)]);
  const { offset, data } = change;
  const grown = Buffer.alloc(Math.max(content.length, offset + data.length));
  content.copy(grown);
  data.copy(grown, offset);
  return grown;
}

function contentAfter({ durable, pending }: File, damage: Damage, random: () => number): Buffer {
  if (damage === 'lost' || pending.length === 0) return durable;
  if (damage === 'some') return pending.filter(() => random() < 0.5).reduce(applyChange, durable);
  if (damage === 'reordered') return shuffled(pending, random).slice(0, Math.ceil(random() * pending.length)).reduce(applyChange, durable);
  return pending.flatMap((change) => ('truncate' in change ? [change] : sectorsOf(change, random))).reduce(applyChange, durable);
}

/** Each sector of a write: there, missing, or random bytes. */
function sectorsOf({ offset, data }: { readonly offset: number; readonly data: Buffer }, random: () => number): Change[] {
  const changes: Change[] = [];
  for (let at = 0; at < data.length; ) {
    const end = Math.min(data.length, at + SECTOR - ((offset + at) % SECTOR));
    const fate = random();
    if (fate < 1 / 3) changes.push({ offset: offset + at, data: data.subarray(at, end) });
    else if (fate < 2 / 3) changes.push({ offset: offset + at, data: Buffer.from(Array.from({ length: end - at }, () => Math.floor(random() * 256))) });
    at = end;
  }
  return changes;
}

function shuffled<T>(list: readonly T[], random: () => number): T[] {
  return list.map((each) => [random(), each] as const).sort(([a], [b]) => a - b).map(([, each]) => each);
}
