// Writes down when a station was heard and how much unsent work it has. A station asks every second or two, so what has
// not changed is written only now and then.
import type { Row } from '#domain/tables.ts';
import type { Store } from '#db/central/store.ts';

export interface Listener {
  /** `unsent`: NaN from a station that does not say. */
  from(device: Row<'device'>, unsent: number): Promise<void>;
}

const AT_LEAST_EVERY = 5000;

/** `changed` is called when a station has nothing unsent any more: somebody may have waited for that. */
export function createListener(store: Store, now: () => number, changed: () => void): Listener {
  const last = new Map<string, { readonly at: number; readonly unsent: number }>();
  return {
    async from({ device_id, home_warehouse }, unsent) {
      const [before, at] = [last.get(device_id), now()];
      if (!Number.isSafeInteger(unsent) || (before?.unsent === unsent && Math.abs(at - before.at) < AT_LEAST_EVERY)) return;
      last.set(device_id, { at, unsent });
      await store.inScope({ role: 'restow_writer', warehouse: '*', device: device_id }, (tx) => tx.hear({ device_id, warehouse_id: home_warehouse, heard_at: at, unsent }));
      if (unsent === 0 && before?.unsent !== 0) changed();
    },
  };
}
