import { expect, it } from 'vitest';
import { classify } from './classify.ts';
import { returnUnitIdOf } from './ids.ts';
import { addMatches, NO_MATCHES, returnMatching, type ReceivedUnits } from './return-matching.ts';
import { line } from './sample-lines.ts';

const units = (...parts: readonly [invoice: string, part: number, quantity: number, sold: boolean][]): ReceivedUnits => new Map(parts.map(([invoice, part, quantity, sold]) => [returnUnitIdOf(invoice, 1, part), { quantity, sold }]));
const lines = classify([line({ invoice: '1', quantity: 9 }), line({ invoice: 'C1', quantity: -3 }), line({ invoice: 'C2', quantity: -5 }), line({ invoice: 'C3', quantity: -2 }), line({ invoice: 'C4', quantity: -4, customer: null })], []).lines;

it('a line is matched as far as its units count on order lines; without a customer it is counted apart', () => {
  const received = units(['C1', 0, 2, true], ['C1', 1, 1, true], ['C2', 0, 4, true], ['C2', 1, 1, false], ['C3', 0, 2, false], ['C4', 0, 4, false]);
  const found = returnMatching(lines, received);
  expect(found).toEqual({ return_lines: 4, return_units: 14, no_customer_lines: 1, matched_full_lines: 1, matched_part_lines: 1, unmatched_lines: 1, matched_units: 7, unmatched_units: 3 });
  expect(addMatches(found, NO_MATCHES)).toEqual(found);
  expect(addMatches(found, found).matched_units).toBe(14);
});

it('says which line the books do not have', () => {
  expect(() => returnMatching(lines, units(['C1', 0, 2, true]))).toThrow(/C1 brought 3 units back, the books have 2/);
});
