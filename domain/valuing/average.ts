// Moving average of one item in one warehouse. What stock is worth is always quantity × average cost as a whole amount;
// what a movement brings or takes is its units × their cost as a whole amount. The two cannot always agree to the minor
// unit: the rest is the rounding account's, never lost and never hidden in the average.
import { lineAmount } from '#domain/money.ts';

export interface Valued {
  /** Ours on hand, suspense included; below zero where goods were taken that the books have not seen yet. */
  readonly quantity: number;
  /** 1/10,000 of the currency unit. */
  readonly average: number;
  /** False until anything of it has been valued. */
  readonly known: boolean;
}
/** Amounts in minor units: `stock` is the change of what stock is worth, `value` what the other side sees of it. */
export interface Step {
  readonly after: Valued;
  readonly unitCost: number;
  readonly value: number;
  readonly stock: number;
  /** stock − value: rounding, and where the books were below zero what the goods turned out to cost beside what was assumed. */
  readonly rounding: number;
  readonly difference: number;
}
export const NOTHING: Valued = { quantity: 0, average: 0, known: false };

export const worthOf = ({ quantity, average }: Valued): number => lineAmount(quantity, average);

/** Units above zero come in at a cost each. */
export function bringIn(before: Valued, units: number, unitCost: number): Step {
  const quantity = before.quantity + units;
  const after = { quantity, average: averageAfter(before, units, unitCost), known: true };
  return step(before, after, unitCost, lineAmount(units, unitCost), before.quantity < 0);
}

/** Units above zero leave at the average; before anything was valued at `otherwise`. */
export function takeOut(before: Valued, units: number, otherwise: number): Step {
  const unitCost = before.known ? before.average : otherwise;
  const after = { quantity: before.quantity - units, average: unitCost, known: true };
  return step(before, after, unitCost, -lineAmount(units, unitCost), false);
}

function step(before: Valued, after: Valued, unitCost: number, value: number, wasBelow: boolean): Step {
  const stock = worthOf(after) - worthOf(before);
  const off = stock - value;
  return { after, unitCost, value, stock, rounding: wasBelow ? 0 : off, difference: wasBelow ? off : 0 };
}

/** Of goods that were taken before they were there nothing is left to average with. */
function averageAfter(before: Valued, units: number, unitCost: number): number {
  if (!before.known) return unitCost;
  const quantity = before.quantity + units;
  if (before.quantity <= 0) return quantity > 0 ? unitCost : before.average;
  return divide(BigInt(before.quantity) * BigInt(before.average) + BigInt(units) * BigInt(unitCost), BigInt(quantity));
}

/** Half-even; all above or equal to zero. */
function divide(n: bigint, d: bigint): number {
  const [down, twice] = [n / d, (n % d) * 2n];
  return Number(twice > d || (twice === d && down % 2n !== 0n) ? down + 1n : down);
}
/** The cost a unit of several together, half-even. */
export const meanCost = (parts: readonly { readonly units: number; readonly unitCost: number }[]): number | undefined => {
  const units = parts.reduce((sum, part) => sum + BigInt(part.units), 0n);
  return units <= 0n ? undefined : divide(parts.reduce((sum, part) => sum + BigInt(part.units) * BigInt(part.unitCost), 0n), units);
};
