// How many units of what arrives are looked at before they are used, by supplier and item, as the ERP writes it:
// `[{ "supplierId": "S1", "first": 2, "every": 50 }, { "itemId": "CAM", "percent": 100 }]`. Where an entry has several
// measures, the one that asks for most counts; an entry without any looks at nothing.
import { z } from 'zod';
import { narrowest } from './by-supplier.ts';
import type { Json } from './tables.ts';

export const RECEIPT_SAMPLING = 'receipt_sampling';
const entry = z.object({
  supplierId: z.string().optional(), itemId: z.string().optional(),
  first: z.int().nonnegative().optional(), every: z.int().positive().optional(), percent: z.number().min(0).max(100).optional(),
});
export type SamplingRule = z.infer<typeof entry>;

export function samplingRule(value: Json | undefined, supplierId: string | null, itemId: string): SamplingRule | undefined {
  const read = z.array(entry).safeParse(value);
  return read.success ? narrowest(read.data, { supplierId, itemId }) : undefined;
}

/** Units looked at once so many of the item have come on one delivery. */
export function sampledOf({ first = 0, every, percent = 0 }: SamplingRule, received: number): number {
  return Math.min(received, Math.max(Math.min(first, received), every === undefined ? 0 : Math.floor(received / every), Math.ceil((received * percent) / 100)));
}

/** "the first 2 and each 50th", for whoever sets them aside. */
export function samplingWords({ first = 0, every, percent = 0 }: SamplingRule): string {
  const parts = [first > 0 ? `the first ${first}` : '', every === undefined ? '' : every === 1 ? 'each one' : `one in ${every}`, percent > 0 ? `${percent} %` : ''].filter((part) => part !== '');
  return parts.join(', ');
}
