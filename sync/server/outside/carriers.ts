// Parcels are told to their carriers, again and again until these answer with a number: the same parcel always carries the same
// key, so that asking twice books once. A parcel that was unpacked is called off.
import type { CommandOf } from '#domain/commands.ts';
import { idFrom } from '#domain/ids.ts';
import type { Row } from '#domain/tables.ts';
import type { Store } from '#db/central/store.ts';
import { arrive } from '#sync/server/admission.ts';
import { policyStamp, POLICY_DEVICE } from '#sync/server/policy-stamp.ts';
import { takeIn } from '#sync/server/reconcile.ts';

export interface Booking {
  /** The same key is the same parcel, however often it is asked for. */
  readonly key: string;
  readonly carrierId: string;
  readonly warehouse: string;
  readonly parcelId: string;
  readonly orderId: string;
  /** ms since 1970. */
  readonly packedAt: number;
}
/** The carriers: an interface of theirs, or the folder that stands in for them. */
export interface Carriers {
  /** The parcel's number, or undefined while there is none; throws where the carrier is not reached, and is asked again then. */
  book(booking: Booking): Promise<string | undefined>;
  /** The parcel does not come after all. Asked once more where it is not known whether it arrived. */
  callOff(booking: Booking, tracking: string): Promise<void>;
}

const BATCH = 100;
const bookingOf = (row: Row<'parcel'>): Booking => ({
  key: idFrom('booking', row.warehouse_id, row.parcel_id), carrierId: row.carrier_id, warehouse: row.warehouse_id, parcelId: row.parcel_id, orderId: row.order_id, packedAt: row.packed_at,
});

/** Asks about all that wait, and records what was answered; answers how many numbers came or were called off. */
export async function bookingRound(store: Store, carriers: Carriers, now: () => number): Promise<number> {
  const scope = { role: 'restow_writer', warehouse: '*', device: '*' } as const;
  let told = 0;
  const problems: Error[] = [];
  for (let after: readonly [string, string] = ['', '']; ;) {
    const waiting = await store.inScope(scope, (tx) => tx.parcelsToBook(BATCH, after));
    const found: CommandOf<'parcel.book'>[] = [];
    for (const row of waiting) {
      const booking = bookingOf(row);
      const isCalledOff = row.state === 'VOIDED';
      // One parcel that the carrier is not told of keeps no other one waiting.
      const tracking = await (isCalledOff ? carriers.callOff(booking, row.tracking).then(() => '') : carriers.book(booking)).catch((problem: unknown) => void problems.push(problem instanceof Error ? problem : new Error(String(problem))));
      if (tracking === undefined) continue;
      found.push({ ...policyStamp('parcel.book', idFrom('parcel-book', booking.key, tracking), row.warehouse_id, now()), payload: { parcelId: row.parcel_id, carrierId: row.carrier_id, tracking: tracking.slice(0, 64) } });
    }
    if (found.length > 0) {
      await store.inScope(scope, (tx) => takeIn(tx, now(), { device: POLICY_DEVICE, warehouse: '*' }, found.map((command) => arrive(JSON.stringify(command), 0))));
      told += found.length;
    }
    const last = waiting.at(-1);
    if (last === undefined || waiting.length < BATCH) {
      if (told === 0 && problems[0] !== undefined) throw problems[0];
      return told;
    }
    after = [last.warehouse_id, last.parcel_id];
  }
}
