// The holds that stand, with what each has caught and where it lies now; and who received the rest of what is called back.
import { isAbout } from '#domain/held-goods.ts';
import { isAccount } from '#domain/positions.ts';
import type { Row } from '#domain/tables.ts';
import { traceHere } from '#db/local/recall.ts';
import type { LocalRows } from '#db/local/rows.ts';
import type { Replica } from '#sync/client/replica.ts';
import type { Transport } from '#sync/client/transport.ts';
import type { HeldAt, HoldLine, Question, ReceivedAnswer } from './contract.ts';

/** Newest first. */
export function openHolds(rows: LocalRows, warehouse_id: string): readonly HoldLine[] {
  return rows.find('hold', { warehouse_id, state: 'PLACED' }).toSorted((a, b) => b.placed_at - a.placed_at || (a.hold_id < b.hold_id ? -1 : 1)).map((hold) => ({ hold, held: caughtBy(rows, hold) }));
}

/** A hold of a bin has caught what its own movements took, wherever that was carried since. */
function caughtBy(rows: LocalRows, hold: Row<'hold'>): readonly HeldAt[] {
  const { warehouse_id } = hold;
  const took = hold.location_id === '' ? undefined : rows.find('movement', { warehouse_id, document_id: hold.hold_id });
  const items = hold.item_id === '' ? [...new Set((took ?? []).map((row) => row.item_id))] : [hold.item_id];
  const isOurs = (row: Row<'position'>) => took === undefined || row.location_id === hold.location_id || took.some((moved) => moved.item_id === row.item_id && moved.lot === row.lot && moved.serial === row.serial);
  return items.flatMap((item_id) => rows.find('position', { warehouse_id, item_id }))
    .filter((row) => row.quantity > 0 && row.hold === hold.code && !isAccount(row.location_id) && isAbout(hold, { itemId: row.item_id, lot: row.lot, serial: row.serial }) && isOurs(row))
    .toSorted((a, b) => (a.location_id < b.location_id ? -1 : a.location_id > b.location_id ? 1 : a.lot < b.lot ? -1 : 1))
    .map((row) => ({ locationId: row.location_id, ...standing(rows, warehouse_id, row.location_id), itemId: row.item_id, lot: row.lot, serial: row.serial, quantity: row.quantity }));
}

function standing(rows: LocalRows, warehouse_id: string, id: string): Pick<HeldAt, 'kind' | 'orderId'> {
  const [parcel] = rows.find('parcel', { warehouse_id, parcel_id: id });
  if (parcel) return { kind: 'parcel', orderId: parcel.order_id };
  const [unit] = rows.find('handling_unit', { warehouse_id, unit_id: id });
  if (!unit) return { kind: 'place', orderId: '' };
  const work = unit.fulfilment_id === null ? undefined : rows.find('fulfilment', { warehouse_id, fulfilment_id: unit.fulfilment_id })[0];
  return { kind: 'tote', orderId: work?.order_id ?? '' };
}

export interface Recalls {
  answer(question: Extract<Question, { about: 'received_by' }>): Promise<ReceivedAnswer>;
}

/** `levelAt`: when this replica was last level with the ERP. */
export function createRecalls({ db, meta }: Pick<Replica, 'db' | 'meta'>, transport: Pick<Transport, 'recall'>, levelAt: () => number | null): Recalls {
  return {
    async answer({ itemId, lot = '' }) {
      const reply = await transport.recall({ device: meta.get('device_id') ?? '', itemId, lot });
      if (reply.ok) return { trace: { received: reply.value.received, still: reply.value.still }, from: 'erp', at: reply.value.now };
      return { trace: traceHere(db, itemId, lot), from: 'here', at: levelAt() };
    },
  };
}
