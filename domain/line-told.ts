// What was said on the floor of goods that the supplier answers for; the claim repeats it.
import { z } from 'zod';
import type { Json, Row } from './tables.ts';

const told = z.object({ what: z.enum(['refused', 'rejected']), quantity: z.number(), lot: z.string(), reason: z.string(), note: z.string(), by: z.string(), at: z.number() });
export type LineTold = z.infer<typeof told>;

/** Beyond this many, the first ones stand for all: the quantities are sums of their own. */
const MOST = 50;

export const toldOf = (value: Json): readonly LineTold[] => z.array(told).catch([]).parse(value);
export const telling = (line: Row<'delivery_line'>, said: LineTold): Row<'delivery_line'> => ({ ...line, told: [...toldOf(line.told), said].slice(0, MOST) });
/** Without the last that says so of as many. */
export function untelling(line: Row<'delivery_line'>, { quantity, reason }: Pick<LineTold, 'quantity' | 'reason'>): Row<'delivery_line'> {
  const all = toldOf(line.told);
  const last = all.findLastIndex((said) => said.what === 'refused' && said.quantity === quantity && said.reason === reason);
  return { ...line, told: all.filter((_, index) => index !== last) };
}
