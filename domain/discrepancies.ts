// How a delivery line differs from its paper, in the codes of X12 element 33 (lading exception).
import type { Row } from './tables.ts';

/** A: all short. P: short in part. O: over. D: damaged. W: another product than announced. */
export type DiscrepancyCode = 'A' | 'P' | 'O' | 'D' | 'W';

export function discrepanciesOf({ expected, received, damaged }: Pick<Row<'delivery_line'>, 'expected' | 'received' | 'damaged'>): readonly DiscrepancyCode[] {
  const quantity: readonly DiscrepancyCode[] = received === expected ? [] : received === 0 ? ['A'] : received < expected ? ['P'] : expected === 0 ? ['W'] : ['O'];
  return damaged > 0 ? [...quantity, 'D'] : quantity;
}
