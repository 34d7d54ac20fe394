// The door of photos: a station sends the file of one that work of its warehouse has named, and fetches what others sent.
import type { CommandOf } from '#domain/commands.ts';
import { idFrom } from '#domain/ids.ts';
import { createSlice } from '#domain/slice.ts';
import type { Row } from '#domain/tables.ts';
import { isPhotoHash, photoHash, problemWith } from '#sync/photos/picture.ts';
import type { Store, StoreTx } from '#db/central/store.ts';
import { arrive } from '#sync/server/admission.ts';
import type { PhotoStore } from './store.ts';
import { policyStamp, POLICY_DEVICE } from '#sync/server/policy-stamp.ts';
import { takeIn } from '#sync/server/reconcile.ts';

/** 404: nothing of this warehouse names it (yet). 503: the company has no place for photos, or it is not reached. */
export type PhotoAnswer<T> = { readonly status: 200; readonly body: T } | { readonly status: 400 | 404 | 503; readonly body: { readonly problem: string } };
export interface Photos {
  take(device: Row<'device'>, hash: string, bytes: Uint8Array): Promise<PhotoAnswer<{ readonly hash: string }>>;
  give(device: Row<'device'>, hash: string): Promise<PhotoAnswer<Uint8Array>>;
}
export interface PhotosOptions {
  readonly store: Store;
  readonly photos: PhotoStore | undefined;
  readonly now: () => number;
  readonly committed: () => void;
  readonly log: (line: string) => void;
}

const refused = (status: 400 | 404 | 503, problem: string) => ({ status, body: { problem } }) as const;
const NOT_NAMED = refused(404, 'Nothing in this warehouse names this photo.');
const NO_PLACE = refused(503, 'The ERP has no place for photos: start the sync service with --photos.');

export function createPhotos({ store, photos, now, committed, log }: PhotosOptions): Photos {
  const inScope = <T>(run: (tx: StoreTx) => Promise<T>): Promise<T> => store.inScope({ role: 'restow_writer', warehouse: '*', device: '*' }, run);
  const named = async (tx: StoreTx, warehouse: string, hash: string): Promise<readonly Row<'attachment'>[]> => {
    const slice = createSlice();
    await tx.loadSlice([{ table: 'attachment', where: { warehouse_id: warehouse, hash } }], slice);
    return slice.list('attachment', { warehouse_id: warehouse, hash });
  };
  const unreached = (error: unknown) => {
    log(`photos: ${error instanceof Error ? error.message : String(error)}`);
    return refused(503, 'The place for photos is not reached.');
  };

  return {
    async take(device, hash, bytes) {
      if (!isPhotoHash(hash) || photoHash(bytes) !== hash) return refused(400, 'The picture is not the one that its name says: it was damaged on its way.');
      const problem = problemWith(bytes);
      if (problem !== '') return refused(400, problem);
      if (!photos) return NO_PLACE;
      const warehouse = device.home_warehouse;
      if ((await inScope((tx) => named(tx, warehouse, hash))).length === 0) return NOT_NAMED;
      try {
        await photos.keep(bytes);
      } catch (error) {
        return unreached(error);
      }
      await inScope(async (tx) => {
        const waiting = (await named(tx, warehouse, hash)).filter((row) => row.arrived_at === null);
        if (waiting.length === 0) return;
        const command: CommandOf<'attachment.arrive'> = { ...policyStamp('attachment.arrive', idFrom('photo-arrived', warehouse, hash, ...waiting.map((row) => row.command_id).toSorted()), warehouse, now()), payload: { hash } };
        await takeIn(tx, now(), { device: POLICY_DEVICE, warehouse: '*' }, [arrive(JSON.stringify(command), 0)]);
      });
      committed();
      return { status: 200, body: { hash } };
    },
    async give(device, hash) {
      if (!isPhotoHash(hash)) return refused(400, 'That is no name of a photo.');
      if (!photos) return NO_PLACE;
      if ((await inScope((tx) => named(tx, device.home_warehouse, hash))).length === 0) return NOT_NAMED;
      try {
        const bytes = await photos.read(hash);
        return bytes ? { status: 200, body: bytes } : refused(404, 'The file of this photo has not arrived yet.');
      } catch (error) {
        return unreached(error);
      }
    },
  };
}
