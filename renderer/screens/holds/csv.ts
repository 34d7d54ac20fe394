// Who received recalled goods, as a table for other programs: one line for each line of a parcel.
import type { Received } from '#domain/recall.ts';
import { csvOf } from '#renderer/csv.ts';

const columns = ['warehouse', 'order', 'channel_number', 'customer_id', 'customer', 'country', 'parcel', 'carrier', 'tracking', 'shipped_at', 'lot', 'serial', 'quantity'] as const;

export const receivedCsv = (rows: readonly Received[]): string => csvOf(columns, rows.map((row) => [
  row.warehouse, row.orderId, row.channelNumber, row.customerId, row.customer, row.country, row.parcelId, row.carrierId, row.tracking, new Date(row.shippedAt).toISOString(), row.lot, row.serial, row.quantity,
]));
