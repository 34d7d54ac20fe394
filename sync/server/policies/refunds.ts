// Units whose inspection has come further: the money for each is looked at, as the company's policy has it.
import type { CommandOf } from '#domain/commands.ts';
import { idFrom } from '#domain/ids.ts';
import { refundIdOf } from '#domain/refunding/refunds.ts';
import { createSlice, type Changes } from '#domain/slice.ts';
import type { Row } from '#domain/tables.ts';
import type { Trigger } from '#db/central/policy-queue.ts';
import type { StoreTx } from '#db/central/store.ts';
import { policyStamp } from '#sync/server/policy-stamp.ts';

/** What changed of a unit makes it be looked at once; the same change told again does not. */
export function refundTriggers({ rows }: Changes): readonly Trigger[] {
  const units = (rows.get('return_unit') ?? []) as unknown as readonly Row<'return_unit'>[];
  const looked = units.filter((unit) => unit.state !== 'RECEIVED').map((unit): Trigger => ({ policy: 'refund', warehouse: unit.warehouse_id, subject: unit.unit_id, cause: idFrom('refund-cause', unit.state, unit.grade, unit.disposition, unit.inspected_at ?? 0, unit.disposed_at ?? 0) }));
  const refunds = (rows.get('refund') ?? []) as unknown as readonly Row<'refund'>[];
  const ordered = refunds.flatMap((row): Trigger[] => {
    const orderId = row.exchange_order_id;
    const order = ((rows.get('sales_order') ?? []) as unknown as readonly Row<'sales_order'>[]).find((each) => each.order_id === orderId);
    return order ? [{ policy: 'allocate', warehouse: order.ship_from, subject: order.order_id, cause: row.refund_id }] : [];
  });
  return [...looked, ...ordered];
}

export async function refundsFor(tx: StoreTx, triggers: readonly Trigger[], now: number): Promise<readonly CommandOf<'refund.consider'>[]> {
  const wanted = triggers.filter((trigger) => trigger.policy === 'refund');
  if (wanted.length === 0) return [];
  const slice = createSlice();
  await tx.loadSlice(wanted.map(({ warehouse, subject }) => ({ table: 'return_unit', where: { warehouse_id: warehouse, unit_id: subject } })), slice);
  const units = wanted.flatMap(({ warehouse, subject, cause }) => {
    const unit = slice.get('return_unit', warehouse, subject);
    return unit ? [{ unit, cause }] : [];
  });
  await tx.loadSlice(units.flatMap(({ unit }) => [{ table: 'return_parcel' as const, where: { warehouse_id: unit.warehouse_id, parcel_id: unit.parcel_id } }, ...(unit.order_id === null ? [] : [{ table: 'sales_order' as const, where: { order_id: unit.order_id } }])]), slice);
  return units.map(({ unit, cause }) => {
    const parcel = slice.get('return_parcel', unit.warehouse_id, unit.parcel_id);
    const customer = parcel?.customer_id ?? (unit.order_id === null ? null : slice.get('sales_order', unit.order_id)?.customer_id ?? null);
    return {
      ...policyStamp('refund.consider', idFrom(cause, 'refund', unit.warehouse_id, unit.unit_id), unit.warehouse_id, now),
      payload: {
        refundId: refundIdOf(unit.warehouse_id, unit.unit_id), unitId: unit.unit_id, itemId: unit.item_id,
        ...(unit.order_id === null ? {} : { orderId: unit.order_id }), ...(unit.order_line === null ? {} : { orderLine: unit.order_line }), ...(customer === null ? {} : { customerId: customer }), ...(parcel?.rma_id ? { rmaId: parcel.rma_id } : {}),
      },
    };
  });
}
