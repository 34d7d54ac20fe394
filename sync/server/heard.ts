// Writes down when a station was heard and how much work it has that the server does not hold. A station asks every
// second or two and after each piece of work, so only that nothing is unsent any more is written at once.
import type { Row } from '#domain/tables.ts';
import type { Store } from '#db/central/store.ts';

export interface Listener {
  /** `unsent`: NaN from a station that does not say; `person`: who works there, empty for nobody. */
  from(device: Row<'device'>, unsent: number, person: string): Promise<void>;
}

const AT_LEAST_EVERY = 5000;
/** The other stations are told less often, unless it has something unsent now or nothing any more. */
const PUBLISHED_EVERY = 60_000;

/** `changed` is called when a station has nothing unsent any more: somebody may have waited for that. */
export function createListener(store: Store, now: () => number, changed: () => void): Listener {
  const last = new Map<string, { readonly at: number; readonly unsent: number }>();
  const published = new Map<string, { readonly at: number; readonly behind: boolean; readonly person: string }>();
  return {
    async from({ device_id, home_warehouse }, unsent, person) {
      const [before, at] = [last.get(device_id), now()];
      if (!Number.isSafeInteger(unsent) || (before !== undefined && (unsent > 0 || before.unsent === 0) && Math.abs(at - before.at) < AT_LEAST_EVERY)) return;
      last.set(device_id, { at, unsent });
      const told = published.get(device_id);
      const publishes = told === undefined || Math.abs(at - told.at) >= PUBLISHED_EVERY || told.behind !== unsent > 0 || told.person !== person;
      if (publishes) published.set(device_id, { at, behind: unsent > 0, person });
      await store.inScope({ role: 'restow_writer', warehouse: '*', device: device_id }, async (tx) => {
        await tx.hear({ device_id, warehouse_id: home_warehouse, heard_at: at, unsent });
        if (publishes) await tx.publishContact({ warehouse_id: home_warehouse, device_id, last_contact_at: at, unsent, person_id: person === '' ? null : person });
      });
      if (unsent === 0 && before?.unsent !== 0) changed();
    },
  };
}
