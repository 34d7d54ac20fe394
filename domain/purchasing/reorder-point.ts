// When goods are to be bought and how many: the reorder point of continuous review (demand over the lead time plus safety
// stock), compared with what is free, on its way and waited for. The company's policy is a setting, in days and units.
import { z } from 'zod';
import type { Json } from '#domain/tables.ts';

export const REORDER = 'reorder_policy';

const days = z.number().nonnegative().max(730);
const policySetting = z.object({
  /** How far back demand is looked at, how long an order should last, and for how long safety stock should. */
  lookBackDays: days.min(1).default(28), coverDays: days.min(1).default(14), safetyDays: days.default(5),
  /** What was turned down is not proposed again for so long. */
  quietDays: days.default(7),
  /** Above this value (1/10,000 of the currency unit) two people sign; null: one is enough. */
  twoAbove: z.int().nonnegative().nullable().default(null),
  /** Of an item: a fixed safety stock or reorder point in units, and how many come in one pack of the supplier's. */
  items: z.record(z.string(), z.object({ safetyStock: z.int().nonnegative().optional(), reorderPoint: z.int().nonnegative().optional(), multiple: z.int().positive().optional() })).default({}),
  /** Of a supplier: another lead time than its own, and the value an order must have. */
  suppliers: z.record(z.string(), z.object({ leadDays: days.optional(), minimumValue: z.int().nonnegative().optional() })).default({}),
});
export type ReorderPolicy = z.infer<typeof policySetting>;

/** Undefined where the company has none, or one that cannot be read: nothing is proposed then, and `problem` says why. */
export function readReorderPolicy(value: Json | undefined): { readonly policy: ReorderPolicy | undefined; readonly problem: string } {
  if (value === undefined || value === null) return { policy: undefined, problem: '' };
  const read = policySetting.safeParse(value);
  return read.success ? { policy: read.data, problem: '' } : { policy: undefined, problem: `${REORDER}: ${read.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`).join('; ')}` };
}

/** What is known of one item in one warehouse; units. */
export interface Need {
  readonly itemId: string;
  readonly supplierId: string;
  readonly leadDays: number;
  /** In 1/10,000 of the currency unit. */
  readonly unitCost: number;
  /** Units of the supplier's pack, where the item list knows one. */
  readonly packUnits: number;
  /** Shipped within the days looked back at. */
  readonly shipped: number;
  /** Sellable and promised to nobody. */
  readonly free: number;
  /** Ordered or announced, and not here. */
  readonly incoming: number;
  /** Wanted by orders that nothing is promised to. */
  readonly waiting: number;
}
/** Why so many: what a person who signs is shown. */
export interface Why {
  /** Units a day, in thousandths. */
  readonly daily: number;
  readonly leadDays: number;
  readonly safety: number;
  readonly point: number;
  readonly free: number;
  readonly incoming: number;
  readonly waiting: number;
}
export interface Wanted {
  readonly itemId: string;
  readonly quantity: number;
  readonly unitCost: number;
  readonly why: Why;
}

function wantedOf(policy: ReorderPolicy, need: Need, coverDays: number): Wanted | undefined {
  const own = policy.items[need.itemId];
  const daily = need.shipped / policy.lookBackDays;
  const leadDays = policy.suppliers[need.supplierId]?.leadDays ?? need.leadDays;
  const safety = own?.safetyStock ?? Math.ceil(daily * policy.safetyDays);
  const point = own?.reorderPoint ?? Math.ceil(daily * leadDays) + safety;
  const have = need.free + need.incoming - need.waiting;
  // With neither demand nor a floor of its own nobody asked for it; what orders wait for somebody did.
  if (have > point || (have === point && have >= 0 && point === 0)) return undefined;
  const multiple = own?.multiple ?? Math.max(1, need.packUnits);
  const quantity = Math.ceil(Math.max(1, point + Math.ceil(daily * coverDays) - have) / multiple) * multiple;
  return { itemId: need.itemId, quantity, unitCost: need.unitCost, why: { daily: Math.round(daily * 1000), leadDays, safety, point, free: need.free, incoming: need.incoming, waiting: need.waiting } };
}
const worth = (lines: readonly Wanted[]): number => lines.reduce((sum, line) => sum + line.quantity * line.unitCost, 0);
/** So many days more than it should last an order may, to be worth the supplier's minimum. */
const MOST_DAYS_MORE = 90;

/** What to buy of one supplier for one warehouse: lines under their reorder point, made to last longer until the supplier's minimum is reached. */
export function proposalFor(policy: ReorderPolicy, supplierId: string, needs: readonly Need[]): readonly Wanted[] {
  const minimum = policy.suppliers[supplierId]?.minimumValue ?? 0;
  const lasting = (more: number): readonly Wanted[] => needs.flatMap((need) => wantedOf(policy, need, policy.coverDays + more) ?? []);
  let lines = lasting(0);
  for (let more = 1; lines.length > 0 && worth(lines) < minimum && more <= MOST_DAYS_MORE; more += 1) lines = lasting(more);
  return lines;
}
