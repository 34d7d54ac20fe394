// Amounts of money: whole minor units (pence, cents). Unit prices and costs are whole 1/10,000 of the currency unit; a
// line rounds half-even, so that many lines together lean to neither side.

/** Unit prices per minor unit: 1/10,000 against 1/100. */
const PER_MINOR = 100;

/** numerator ÷ denominator as a whole number, halves to the even neighbour; the denominator is above zero. */
export const halfEven = (numerator: number, denominator: number): number => Number(halfEvenOf(BigInt(numerator), BigInt(denominator)));

/** What a line of units at a unit price (1/10,000) is worth, in minor units. */
export const lineAmount = (quantity: number, unitPrice: number): number => Number(halfEvenOf(BigInt(quantity) * BigInt(unitPrice), BigInt(PER_MINOR)));
export const percentOf = (amount: number, percent: number): number => halfEven(amount * percent, 100);

/** The share of `units` behind `before` others in an amount for `all` units: all shares together are the amount, to the minor unit. */
export function shareOf(amount: number, before: number, units: number, all: number): number {
  if (all <= 0) return 0;
  const upTo = (n: number): number => Number((BigInt(amount) * BigInt(n)) / BigInt(all));
  return upTo(Math.min(all, before + units)) - upTo(Math.min(all, before));
}

function halfEvenOf(n: bigint, d: bigint): bigint {
  const [down, rest] = n < 0n && n % d !== 0n ? [n / d - 1n, ((n % d) + d) % d] : [n / d, n % d];
  const twice = rest * 2n;
  return twice > d || (twice === d && down % 2n !== 0n) ? down + 1n : down;
}
