// When money goes back for a returned unit, and how much of it: rules that the company sets as data (the setting
// `refund_policy`). Without one the defaults below hold. The first rule that fits decides.
import { z } from 'zod';
import { idFrom } from '#domain/ids.ts';
import type { Slice } from '#domain/slice.ts';

export const REFUND_POLICY = 'refund_policy';

const percent = z.number().int().min(0).max(100);
const rule = z.object({
  /** Condition grades it is for, as one text; empty fits all. So do the lists. */
  grades: z.string().default(''),
  reasons: z.array(z.string()).default([]),
  attributions: z.array(z.string()).default([]),
  dispositions: z.array(z.string()).default([]),
  decide: z.enum(['automatic', 'approve', 'refuse']),
  /** Why it is refused, from the standard refusals (X12 1294). */
  refusal: z.string().default('IO'),
  /** Of the price that was paid for the goods, and of that, what is kept for the work. */
  percent: percent.default(100),
  restocking: percent.default(0),
  /** Whether the unit's share of the shipping costs goes back as well. */
  shipping: z.boolean().default(false),
});
export type RefundRule = z.infer<typeof rule>;
const policySchema = z.object({
  /** The state a unit must have reached. */
  dueAt: z.enum(['GRADED', 'EXECUTED']).default('EXECUTED'),
  /** Minor units above which a person approves; null: never. */
  approveAbove: z.int().nonnegative().nullable().default(20_000),
  /** What one customer gets back within `customerDays` before a person looks at it, minor units; null: never. */
  customerAbove: z.int().nonnegative().nullable().default(100_000),
  customerDays: z.int().positive().default(90),
  /** Days after the order in which it goes back by itself, and what happens later; null: always. */
  days: z.int().positive().nullable().default(100),
  late: z.enum(['approve', 'refuse']).default('approve'),
  /** What came back without a sale on record, or beyond what was bought: from a known customer, and from nobody we know. */
  noSale: z.object({ known: z.enum(['review', 'refuse']).default('review'), unknown: z.enum(['review', 'refuse']).default('refuse') }).default({ known: 'review', unknown: 'refuse' }),
  rules: z.array(rule).default([]),
});
export type RefundPolicy = z.infer<typeof policySchema> & { readonly version: string };

const ours = ['CARRIER', 'WAREHOUSE', 'SUPPLIER'];
const ourFault = ['DEFECTIVE', 'DAMAGED_PACKAGING', 'NOT_AS_DESCRIBED', 'WRONG_ITEM', 'LATE', 'LABEL', 'EXPIRY_SHORT'];
const defaults: readonly z.input<typeof rule>[] = [
  { dispositions: ['RETURN_TO_CUSTOMER'], decide: 'refuse', refusal: 'IO' },
  { grades: 'NA', reasons: ourFault, decide: 'automatic', shipping: true },
  { grades: 'NA', decide: 'automatic' },
  { grades: 'B', decide: 'automatic', restocking: 10 },
  { grades: 'DFX', attributions: ours, decide: 'automatic', shipping: true },
  { grades: 'FX', decide: 'approve', shipping: true },
  { grades: 'C', decide: 'approve', percent: 70 },
  { grades: 'D', attributions: ['CUSTOMER'], decide: 'refuse', refusal: 'EW' },
  { grades: 'D', decide: 'approve', percent: 50 },
  { decide: 'approve' },
];

/** A policy that cannot be read lets nothing go by itself, which somebody notices; the other way round nobody would. */
export function refundPolicyOf(slice: Slice): RefundPolicy {
  const given = slice.get('setting', REFUND_POLICY)?.value;
  const read = policySchema.safeParse(given ?? {});
  const policy = read.success ? read.data : policySchema.parse({ approveAbove: 0, rules: [{ decide: 'approve' }] });
  const rules = policy.rules.length > 0 ? policy.rules : defaults.map((each) => rule.parse(each));
  return { ...policy, rules, version: idFrom('refund_policy', JSON.stringify({ ...policy, rules })).slice(0, 8) };
}

interface Found {
  readonly grade: string;
  readonly reason: string;
  readonly attribution: string;
  readonly disposition: string;
}
const fits = (list: readonly string[], value: string): boolean => list.length === 0 || list.includes(value);
export const ruleFor = (policy: RefundPolicy, unit: Found): RefundRule | undefined =>
  policy.rules.find((each) => (each.grades === '' || each.grades.includes(unit.grade)) && fits(each.reasons, unit.reason) && fits(each.attributions, unit.attribution) && fits(each.dispositions, unit.disposition));

/** The standard refusals (X12 1294) with the words a customer reads. */
export const refusals: Readonly<Record<string, string>> = {
  EW: 'worn beyond what trying out explains', FR: 'damaged on the way or at the retailer', IN: 'not defective', IO: 'as it was ordered', MI: 'more information is needed', NR: 'no record of a sale',
  OS: 'out of season or discontinued', PC: 'the price is another', PR: 'a picture is needed', QD: 'more came back than was bought', RT: 'the time for returns is over', SR: 'a sample is needed', UI: 'nobody can say what item it is',
};
