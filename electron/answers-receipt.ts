// What a delivery asks of whoever receives it: whether the announced numbers are kept from them, what is looked at first,
// and which other stations are at it.
import { isBlind, RECEIPT_BLIND } from '#domain/blind-receipt.ts';
import { RECEIPT_SAMPLING } from '#domain/sampling.ts';
import type { Replica } from '#sync/client/replica.ts';
import type { ReceiptAnswer } from './contract.ts';

export function receiptAnswer({ rows, meta }: Pick<Replica, 'rows' | 'meta'>, deliveryId: string): ReceiptAnswer {
  const warehouse_id = meta.get('warehouse_id') ?? '';
  const supplierId = rows.find('delivery', { warehouse_id, delivery_id: deliveryId })[0]?.supplier_id ?? null;
  const setting = (key: string) => rows.find('setting', { key })[0]?.value;
  return {
    supplierId, blind: isBlind(setting(RECEIPT_BLIND), supplierId, warehouse_id), sampling: setting(RECEIPT_SAMPLING) ?? [],
    others: rows.find('delivery_station', { warehouse_id, delivery_id: deliveryId }).filter((row) => row.device_id !== meta.get('device_id')).toSorted((a, b) => a.joined_at - b.joined_at)
      .map((row) => ({ name: rows.find('device', { device_id: row.device_id })[0]?.name ?? row.device_id, finished: row.finished_at !== null })),
  };
}
