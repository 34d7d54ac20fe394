// Devices introduce themselves once; from then on the server knows which warehouse's rows they get.
import type { Row } from '#domain/tables.ts';
import type { Store } from '#db/central/store.ts';

export interface Enrolment {
  readonly device: string;
  readonly name: string;
  /** Empty: the first warehouse there is. */
  readonly warehouse: string;
  readonly kind: string;
}

/** Answers the device's row, made if there was none; a sentence for a person when it cannot be made. */
export async function enrol(store: Store, now: () => number, { device, name, warehouse, kind }: Enrolment): Promise<Row<'device'> | { readonly problem: string }> {
  return store.inScope({ role: 'restow_writer', warehouse: '*', device }, async (tx) => {
    const known = await tx.findDevice(device);
    if (known) return known;
    const warehouses = await tx.warehouses();
    const home = warehouse === '' ? warehouses[0] : warehouses.find((each) => each === warehouse);
    if (home === undefined) {
      const names = warehouses.join(', ');
      return { problem: names === '' ? 'The company has no warehouse yet: its master data must come first.' : `There is no warehouse "${warehouse}"; there are ${names}.` };
    }
    const row: Row<'device'> = { device_id: device, name: name || device, home_warehouse: home, kind, state: 'ACTIVE', enrolled_at: now(), last_seen_at: now() };
    await tx.writeDevice(row);
    return row;
  });
}
