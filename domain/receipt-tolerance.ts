// How much more than announced is taken in without asking: one percentage for all, or a list of them as the ERP writes it,
// `[{ "percent": 2 }, { "supplierId": "S1", "percent": 5 }, { "supplierId": "S1", "itemId": "CUP", "percent": 0 }]`.
import { z } from 'zod';
import { narrowest } from './by-supplier.ts';
import type { Json } from './tables.ts';

const entry = z.object({ supplierId: z.string().optional(), itemId: z.string().optional(), percent: z.number().min(0).max(1000) });
const tolerance = z.union([entry.shape.percent.transform((percent) => [{ percent, supplierId: undefined, itemId: undefined }]), z.array(entry)]);

/** Percent of the announced units; the narrowest entry that fits counts: item and supplier, item, supplier, all. */
export function toleratedPercent(value: Json | undefined, supplierId: string | null, itemId: string): number {
  const read = tolerance.safeParse(value);
  return read.success ? (narrowest(read.data, { supplierId, itemId })?.percent ?? 0) : 0;
}
