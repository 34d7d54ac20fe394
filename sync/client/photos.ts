// Photos of this station: kept beside the replica before work may name them, and sent by themselves. What is still to be
// sent follows from the rows alone, so that nothing is forgotten by a kill in the middle, and sending twice does no harm.
import { photosOf } from '#domain/attachments.ts';
import type { PhotoFolder } from '#sync/photos/folder.ts';
import { isPhotoHash, pictureType, problemWith, type PictureType } from '#sync/photos/picture.ts';
import type { Replica } from './replica.ts';
import type { PhotoLine } from './transport.ts';

export interface PhotosOptions {
  readonly replica: Replica;
  readonly folder: PhotoFolder;
  readonly line: PhotoLine;
  readonly now: () => number;
  /** Between 0 and 1; for the jitter of the back-off. */
  readonly random: () => number;
  readonly later: (run: () => void, delay: number) => () => void;
}
export interface Photo {
  readonly type: PictureType;
  readonly bytes: Uint8Array;
}
export interface StationPhotos {
  /** The hash of a picture that is safe now, or why it is not taken. */
  keep(bytes: Uint8Array): Promise<{ readonly hash: string; readonly problem: string }>;
  /** From this station, else from the server; the problem says why there is none. */
  find(hash: string): Promise<Photo | { readonly problem: string }>;
  /** A photo that work names and that nobody has here; undefined when all are. */
  missing(payloads: readonly object[]): Promise<string | undefined>;
  /** There may be something to send. */
  look(): void;
  /** Photos taken here that the server still has not, although there was time enough. */
  stuck(): number;
  stop(): Promise<void>;
}

const BACKOFF_FIRST = 1000;
const BACKOFF_MAX = 60_000;
const DAY = 86_400_000;
/** What the server has is kept here for so long (ms) after it was taken, for whoever looks at it again. */
const KEPT = 7 * DAY;
const STUCK = 15 * 60_000;

export function createPhotos({ replica, folder, line, now, random, later }: PhotosOptions): StationPhotos {
  const onItsWay = replica.db.prepare('select distinct hash from attachment where arrived_at is null order by hash').pluck();
  const rowsOf = replica.db.prepare('select arrived_at from attachment where hash = ?').pluck();
  const stuckHere = replica.db.prepare('select count(distinct hash) from attachment where arrived_at is null and device_id = ? and named_at < ?').pluck();
  const inOutbox = replica.db.prepare('select exists (select 1 from outbox where instr(bytes, cast(? as blob)) > 0)').pluck();
  /** Sent in this run; the row that says so is on its way down. */
  const sent = new Set<string>();
  let failures = 0;
  let callOff: (() => void) | undefined;
  let running: Promise<void> | undefined;
  let again = false;
  let stopped = false;

  async function sendAll(): Promise<void> {
    const waiting = onItsWay.all() as string[];
    for (const hash of sent) if (!waiting.includes(hash)) sent.delete(hash);
    let failed = false;
    for (const hash of waiting) {
      if (stopped || sent.has(hash)) continue;
      const bytes = await folder.read(hash);
      const type = bytes && pictureType(bytes);
      if (!bytes || !type) continue;
      const reply = await line.sendPhoto(replica.meta.get('device_id')!, hash, bytes, type);
      if (reply.ok) sent.add(hash);
      else failed = true;
    }
    failures = failed ? failures + 1 : 0;
  }
  function run(): void {
    callOff = undefined;
    if (stopped || running) return;
    again = false;
    running = sendAll().catch(() => void (failures += 1)).then(() => {
      running = undefined;
      // What failed is tried again; new work pokes by itself.
      if (failures > 0) schedule(random() * Math.min(BACKOFF_MAX, BACKOFF_FIRST * 2 ** Math.min(failures, 8)));
      else if (again) schedule(0);
    });
  }
  function schedule(delay: number): void {
    if (stopped || callOff !== undefined) return;
    callOff = later(run, delay);
  }

  /** Once a day: pictures that were taken and never named, old ones that the server has, and halves. */
  async function sweep(): Promise<void> {
    await folder.dropHalves(now() - DAY);
    for (const { hash, keptAt } of await folder.list()) {
      if (stopped) return;
      const named = rowsOf.all(hash) as (number | null)[];
      const over = named.length === 0 ? keptAt < now() - DAY && inOutbox.get(hash) === 0 : named.every((at) => at !== null) && keptAt < now() - KEPT;
      if (over) await folder.drop(hash);
    }
  }
  let sweeping: Promise<void>;
  let sweepsNoMore: () => void;
  function sweepDaily(): void {
    sweeping = sweep().catch(() => undefined);
    sweepsNoMore = later(sweepDaily, DAY);
  }
  sweepDaily();
  schedule(0);

  return {
    async keep(bytes) {
      const problem = problemWith(bytes);
      return problem === '' ? { hash: await folder.keep(bytes), problem } : { hash: '', problem };
    },
    async find(hash) {
      if (!isPhotoHash(hash)) return { problem: 'That is no photo.' };
      const here = await folder.read(hash);
      if (here) return shown(here);
      const reply = await line.fetchPhoto(replica.meta.get('device_id')!, hash);
      if (!reply.ok) return { problem: reply.status === 0 ? 'This photo is not on this station, and the ERP is not reached.' : reply.reason };
      const kept = problemWith(reply.value) === '' ? await folder.keep(reply.value) : '';
      return kept === hash ? shown(reply.value) : { problem: 'What the ERP sent is not this photo.' };
    },
    async missing(payloads) {
      for (const hash of payloads.flatMap(photosOf)) if (!(await folder.has(hash)) && rowsOf.all(hash).length === 0) return hash;
      return undefined;
    },
    look() {
      again = true;
      if (failures === 0 && !running) schedule(0);
    },
    stuck: () => stuckHere.get(replica.meta.get('device_id')!, now() - STUCK) as number,
    async stop() {
      stopped = true;
      callOff?.();
      sweepsNoMore();
      await running;
      await sweeping;
    },
  };
}

/** What is on the way is shown as what it is, whatever it was called. */
function shown(bytes: Uint8Array): Photo | { readonly problem: string } {
  const type = pictureType(bytes);
  return type ? { type, bytes } : { problem: 'This is no picture.' };
}
