// Who received recalled goods, as a table for other programs (RFC 4180): one line for each line of a parcel.
import type { Received } from '#domain/recall.ts';

const columns = ['warehouse', 'order', 'channel_number', 'customer_id', 'customer', 'country', 'parcel', 'carrier', 'tracking', 'shipped_at', 'lot', 'serial', 'quantity'] as const;

const quoted = (value: string): string => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
/** What a spreadsheet would take for a formula stays text. */
const safe = (value: string): string => (/^[=+\-@\t]/.test(value) ? `'${value}` : value);

export function receivedCsv(rows: readonly Received[]): string {
  const lines = rows.map((row) => [
    row.warehouse, row.orderId, row.channelNumber, row.customerId, row.customer, row.country, row.parcelId, row.carrierId, row.tracking, new Date(row.shippedAt).toISOString(), row.lot, row.serial, String(row.quantity),
  ].map((value) => quoted(safe(value))).join(','));
  return [columns.join(','), ...lines, ''].join('\r\n');
}
