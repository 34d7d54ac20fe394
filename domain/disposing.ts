// What should happen to a returned unit: the first rule of the company's table that fits its grade, its item and who is to
// blame; and about what each way brings in, so that whoever decides otherwise knows what it costs.
import { z } from 'zod';
import { dispositions, isAllowed } from './returns.ts';
import type { Json, Row } from './tables.ts';
import type { Percentages } from './valuing/grades.ts';

export const DISPOSITION_RULES = 'disposition_rules';
const names = z.array(z.string().max(128)).optional();
const rule = z.object({
  disposition: z.string(), grades: z.string().min(1).max(16),
  /** Of the item: any of these; absent means any. */
  categories: names, items: names, suppliers: names,
  /** Who is to blame. */
  causes: names,
  /** What one unit costs new, in 1/10,000 of the currency unit. */
  minCost: z.int().nonnegative().optional(), maxCost: z.int().nonnegative().optional(),
});
export type DispositionRule = z.infer<typeof rule>;
const setting = z.object({
  rules: z.array(rule).max(500).default([]),
  /** What a way brings in: percent of what the unit costs new, or of what its grade is worth; less what it takes to get there, for each unit. */
  recovery: z.record(z.string(), z.object({ percent: z.number().min(0).max(200), of: z.enum(['cost', 'grade']).default('cost'), expense: z.int().nonnegative().default(0) })).default({}),
});
export type DispositionPolicy = z.infer<typeof setting>;
export const NO_RULES: DispositionPolicy = { rules: [], recovery: {} };
/** A table that cannot be read proposes what is usual. */
export function readDispositions(value: Json | undefined): DispositionPolicy {
  const read = setting.safeParse(value ?? NO_RULES);
  return read.success ? read.data : NO_RULES;
}

/** Where no rule says otherwise. */
const usual: Readonly<Record<string, string>> = { N: 'RESTOCK', A: 'RESTOCK', B: 'RESTOCK_B', C: 'RESTOCK_B', D: 'LIQUIDATE', F: 'RETURN_TO_VENDOR', X: 'DESTROY', W: 'QUARANTINE', M: 'QUARANTINE' };

export interface Graded {
  readonly item: Pick<Row<'item'>, 'item_id' | 'category' | 'supplier_id' | 'standard_cost'> | undefined;
  readonly grade: string;
  /** Who is to blame. */
  readonly cause: string;
}
export interface Proposed {
  readonly disposition: string;
  /** Its place in the table, from 1; null for what is usual. */
  readonly rule: number | null;
}
const fits = (one: DispositionRule, { item, grade, cause }: Graded): boolean => {
  const among = (list: readonly string[] | undefined, value: string | null | undefined): boolean => list === undefined || (value !== null && value !== undefined && list.includes(value));
  const cost = item?.standard_cost ?? 0;
  return one.grades.includes(grade) && isAllowed(one.disposition, grade) && among(one.categories, item?.category) && among(one.items, item?.item_id) && among(one.suppliers, item?.supplier_id) && among(one.causes, cause)
    && cost >= (one.minCost ?? 0) && cost <= (one.maxCost ?? Infinity);
};

/** Undefined without a grade that anything is done with. */
export function proposeDisposition({ rules }: DispositionPolicy, unit: Graded): Proposed | undefined {
  const at = rules.findIndex((one) => fits(one, unit));
  if (at !== -1) return { disposition: rules[at]!.disposition, rule: at + 1 };
  const disposition = usual[unit.grade];
  return disposition === undefined ? undefined : { disposition, rule: null };
}

/** About what each way brings in for one unit, in 1/10,000 of the currency unit; below zero it costs. Ways of which the company says nothing are left out. */
export function recoveries({ recovery }: DispositionPolicy, { item, grade }: Graded, worth: Percentages): Readonly<Record<string, number>> {
  const cost = item?.standard_cost ?? 0;
  return Object.fromEntries(Object.keys(dispositions).filter((name) => recovery[name] !== undefined && isAllowed(name, grade)).map((name) => {
    const { percent, of, expense } = recovery[name]!;
    return [name, Math.round((cost * percent * (of === 'grade' ? worth(grade) / 100 : 1)) / 100) - expense];
  }));
}

/** Why somebody decides otherwise. */
export const overrideReasons = ['LOOKS_OTHERWISE', 'NO_ROOM', 'CUSTOMER_ASKED', 'SUPPLIER_AGREED', 'NOBODY_BUYS', 'OTHER'] as const;
export type OverrideReason = (typeof overrideReasons)[number];
