// Devices introduce themselves once; from then on the server knows which warehouse's rows they get.
import type { Row } from '#domain/tables.ts';
import { inScope, type Central } from '#db/central/open.ts';
import { upsert } from '#db/central/rows.ts';

export interface Enrolment {
  readonly device: string;
  readonly name: string;
  /** Empty: the first warehouse there is. */
  readonly warehouse: string;
  readonly kind: string;
}

/** Answers the device's row, made if there was none; a sentence for a person when it cannot be made. */
export async function enrol(central: Central, now: () => number, { device, name, warehouse, kind }: Enrolment): Promise<Row<'device'> | { readonly problem: string }> {
  return inScope(central, { role: 'restow_writer', warehouse: '*', device }, async (tx) => {
    const known = await findDevice(tx, device);
    if (known) return known;
    const warehouses = await tx<{ warehouse_id: string }[]>`select warehouse_id from warehouse order by warehouse_id`;
    const home = warehouse === '' ? warehouses[0]?.warehouse_id : warehouses.find((row) => row.warehouse_id === warehouse)?.warehouse_id;
    if (home === undefined) {
      const names = warehouses.map((row) => row.warehouse_id).join(', ');
      return { problem: names === '' ? 'The company has no warehouse yet: its master data must come first.' : `There is no warehouse "${warehouse}"; there are ${names}.` };
    }
    const row: Row<'device'> = { device_id: device, name: name || device, home_warehouse: home, kind, state: 'ACTIVE', enrolled_at: now(), last_seen_at: now() };
    await upsert(tx, 'device', [row]);
    return row;
  });
}

export async function findDevice(sql: Central | Parameters<typeof upsert>[0], device: string): Promise<Row<'device'> | undefined> {
  const [row] = await sql<Row<'device'>[]>`select device_id, name, home_warehouse, kind, state, enrolled_at, last_seen_at from device where device_id = ${device}`;
  return row;
}
