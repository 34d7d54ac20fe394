// How a delivery line differs from its paper, in the codes of X12 element 33 (lading exception); R is our own.
import type { Row } from './tables.ts';

/** A: all short. P: short in part. O: over. D: damaged. W: another product than announced. R: refused at the door. */
export type DiscrepancyCode = 'A' | 'P' | 'O' | 'D' | 'W' | 'R';

export function discrepanciesOf({ expected, received, damaged, refused }: Pick<Row<'delivery_line'>, 'expected' | 'received' | 'damaged' | 'refused'>): readonly DiscrepancyCode[] {
  const came = received + refused;
  const quantity: readonly DiscrepancyCode[] = came === expected ? [] : came === 0 ? ['A'] : came < expected ? ['P'] : expected === 0 ? ['W'] : ['O'];
  return [...quantity, ...(damaged > 0 ? (['D'] as const) : []), ...(refused > 0 ? (['R'] as const) : [])];
}
