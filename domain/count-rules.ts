// What the company decided about counts, as data: how far a look reaches in time, which difference passes by itself,
// and from which value somebody else counts again before anybody approves.
import { z } from 'zod';
import type { Slice } from './slice.ts';
import type { Row } from './tables.ts';

export const COUNT_RULES = 'count_rules';

const schema = z.object({
  /** A hand is at the goods before its scan, by this many ms at most. */
  handBeforeScan: z.number().nonnegative().default(120_000),
  /** How far two corrected clocks may still be apart, in ms. */
  clockUncertainty: z.number().nonnegative().default(2000),
  /** A difference passes when its value (1/10,000 of the currency unit) is within `value`, and its units within `units` or within `percent` of the book. */
  pass: z.object({ value: z.number().default(0), units: z.number().default(0), percent: z.number().default(0) }).default({ value: 0, units: 0, percent: 0 }),
  /** Nothing passes of an item that costs this much, has serial numbers, or is of a controlled category. */
  exactFromCost: z.number().nullable().default(null),
  controlled: z.array(z.string()).default([]),
  /** Value that may pass in 30 days, whatever its sign, of one item and by one counter. */
  passed: z.object({ item: z.number().default(0), counter: z.number().default(0) }).default({ item: 0, counter: 0 }),
  /** From this value on a first difference is counted again by somebody else before it is approved. */
  recountFrom: z.number().nullable().default(null),
});
export type CountRules = z.infer<typeof schema>;
const defaults = schema.parse({});

export function countRules(slice: Slice): CountRules {
  const value = slice.get('setting', COUNT_RULES)?.value;
  if (value === undefined) return defaults;
  const read = schema.safeParse(value);
  return read.success ? read.data : defaults;
}

/** Counts of one position before a supervisor decides. */
export const MOST_COUNTS = 3;
/** No margin is wider than this, so that what lies before a look is read no further back. */
export const WIDEST_MARGIN = 600_000;
const OLDEST_LOOK = 35 * 86_400_000;

export const marginOf = (rules: CountRules): number => Math.min(WIDEST_MARGIN, rules.handBeforeScan + rules.clockUncertainty);

/** When a look happened, by the server's clock: never after it was told, and never longer ago than stations remember. */
export const lookAt = (told: number, offset: number, deviceTime: number): number => Math.max(told - OLDEST_LOOK, Math.min(told, deviceTime + offset));

type Difference = Pick<Row<'adjustment'>, 'delta' | 'book' | 'value'>;
export const isWithin = (rules: CountRules, { delta, book, value }: Difference): boolean =>
  Math.abs(value) <= rules.pass.value && (Math.abs(delta) <= rules.pass.units || Math.abs(delta) * 100 <= rules.pass.percent * book);

export const countsExactly = (rules: CountRules, item: Row<'item'>): boolean =>
  item.serial_control || rules.controlled.includes(item.category) || (rules.exactFromCost !== null && item.standard_cost >= rules.exactFromCost);

/** Two counts agree when, after the movements between them, they differ by no more than may pass. */
export function agree(rules: CountRules, a: Row<'adjustment'>, b: Row<'adjustment'>): boolean {
  const delta = a.delta - b.delta;
  const unitCost = a.delta !== 0 ? a.value / a.delta : b.delta !== 0 ? b.value / b.delta : 0;
  return delta === 0 || isWithin(rules, { delta, book: a.book, value: delta * unitCost });
}
