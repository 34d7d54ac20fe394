// Whether whoever receives sees what is announced: the setting `receipt_blind` is `true` for all, or a list of them as the
// ERP writes it, `[{ "supplierId": "S1" }, { "warehouseId": "LEEDS" }, { "supplierId": "S2", "blind": false }]`.
import { z } from 'zod';
import { narrowest } from './by-supplier.ts';
import type { Json } from './tables.ts';

export const RECEIPT_BLIND = 'receipt_blind';
const entry = z.object({ supplierId: z.string().optional(), warehouseId: z.string().optional(), blind: z.boolean().default(true) });
const blind = z.union([z.boolean().transform((all) => [{ supplierId: undefined, warehouseId: undefined, blind: all }]), z.array(entry)]);

/** The narrowest entry that fits counts: supplier and warehouse, supplier, warehouse, all. */
export function isBlind(value: Json | undefined, supplierId: string | null, warehouseId: string): boolean {
  const read = blind.safeParse(value);
  return read.success && (narrowest(read.data, { supplierId, warehouseId })?.blind ?? false);
}
