// How much more than announced is taken in without asking: one percentage for all, or a list of them as the ERP writes it,
// `[{ "percent": 2 }, { "supplierId": "S1", "percent": 5 }, { "supplierId": "S1", "itemId": "CUP", "percent": 0 }]`.
import { z } from 'zod';
import type { Json } from './tables.ts';

const entry = z.object({ supplierId: z.string().optional(), itemId: z.string().optional(), percent: z.number().min(0).max(1000) });
const tolerance = z.union([entry.shape.percent.transform((percent) => [{ percent, supplierId: undefined, itemId: undefined }]), z.array(entry)]);

/** Percent of the announced units; the narrowest entry that fits counts: item and supplier, item, supplier, all. */
export function toleratedPercent(value: Json | undefined, supplierId: string | null, itemId: string): number {
  const read = tolerance.safeParse(value);
  if (!read.success) return 0;
  const fits = read.data.filter((each) => (each.supplierId ?? supplierId) === supplierId && (each.itemId ?? itemId) === itemId);
  const narrow = (each: (typeof fits)[number]): number => (each.itemId === undefined ? 0 : 2) + (each.supplierId === undefined ? 0 : 1);
  return fits.toSorted((a, b) => narrow(b) - narrow(a))[0]?.percent ?? 0;
}
