// What a grade leaves of the cost: stock that is not as new is written down by an allowance beside its cost, so that the
// average stays that of the item. Percentages are the company's (the setting `grade_value`).
import { halfEven, lineAmount } from '#domain/money.ts';
import type { Json } from '#domain/tables.ts';

export const GRADE_VALUE = 'grade_value';
const defaults: Readonly<Record<string, number>> = { N: 100, U: 100, W: 100, A: 100, B: 80, C: 50, D: 20, F: 10, X: 0, M: 0 };

export type Percentages = (grade: string) => number;
/** A grade that nobody set counts in full. */
export function percentagesFrom(setting: Json | undefined): Percentages {
  const given = typeof setting === 'object' && setting !== null && !Array.isArray(setting) ? (setting as Readonly<Record<string, Json>>) : {};
  return (grade) => {
    const value = given[grade];
    return typeof value === 'number' && value >= 0 && value <= 100 ? value : (defaults[grade] ?? 100);
  };
}

/** Units in one grade and what is written off of their cost, minor units. */
export interface Allowance {
  readonly quantity: number;
  readonly amount: number;
}
export const NO_ALLOWANCE: Allowance = { quantity: 0, amount: 0 };
export function writeDown(before: Allowance, units: number, average: number, percent: number): Allowance {
  return { quantity: before.quantity + units, amount: before.amount + halfEven(lineAmount(units, average) * (100 - percent), 100) };
}
/** Units that leave the grade take their share along; the last takes what is left. */
export function release(before: Allowance, units: number): Allowance {
  if (units >= before.quantity) return NO_ALLOWANCE;
  return { quantity: before.quantity - units, amount: before.amount - halfEven(before.amount * units, before.quantity) };
}
