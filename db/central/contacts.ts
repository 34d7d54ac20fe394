// When each station was last heard, and how much unsent work it had then: what "every station has reported" is read from.
import type { Tx } from './open.ts';

export interface Contact {
  readonly device_id: string;
  readonly warehouse_id: string;
  readonly heard_at: number;
  readonly unsent: number;
}

export async function hear(tx: Tx, { device_id, warehouse_id, heard_at, unsent }: Contact): Promise<void> {
  await tx`insert into device_contact (device_id, warehouse_id, heard_at, unsent) values (${device_id}, ${warehouse_id}, ${heard_at}, ${unsent})
    on conflict (device_id) do update set warehouse_id = excluded.warehouse_id, heard_at = excluded.heard_at, unsent = excluded.unsent`;
}

/** The stations at work in a warehouse; one that was never heard has 0 as its time. */
export async function contactsIn(tx: Tx, warehouse: string): Promise<readonly Contact[]> {
  return tx<Contact[]>`
    select d.device_id, d.home_warehouse as warehouse_id, coalesce(c.heard_at, 0) as heard_at, coalesce(c.unsent, 0) as unsent
    from device d left join device_contact c using (device_id) where d.home_warehouse = ${warehouse} and d.state = 'ACTIVE' and d.kind in ('station', 'development')`;
}
