// Owns how far returns found the sales they belong to, as the books have them: a unit that counts on an order line was
// matched. In the shape and with the rules of the published reference answers.
import type { ClassifiedLine } from './classify.ts';
import { returnUnitIdOf } from './ids.ts';

export type ReturnMatching = {
  return_lines: number;
  return_units: number;
  no_customer_lines: number;
  matched_full_lines: number;
  matched_part_lines: number;
  unmatched_lines: number;
  matched_units: number;
  /** Of returns whose customer is known. */
  unmatched_units: number;
};
export const NO_MATCHES: ReturnMatching = { return_lines: 0, return_units: 0, no_customer_lines: 0, matched_full_lines: 0, matched_part_lines: 0, unmatched_lines: 0, matched_units: 0, unmatched_units: 0 };

/** Units received, by their id: how many, and whether they count on an order line. */
export type ReceivedUnits = ReadonlyMap<string, { quantity: number; sold: boolean }>;

/** Throws where the books lack units of a line: then it was not played. */
export function returnMatching(lines: readonly ClassifiedLine[], received: ReceivedUnits): ReturnMatching {
  const sum = { ...NO_MATCHES };
  for (const line of lines) {
    if (line.class !== 'RETURN') continue;
    const { units, matched } = unitsOf(line, received);
    if (units !== line.units) throw new Error(`line ${line.position} of ${line.invoice} brought ${line.units} units back, the books have ${units}`);
    sum.return_lines += 1;
    sum.return_units += units;
    if (line.customer === null) {
      sum.no_customer_lines += 1;
      continue;
    }
    sum[matched === units ? 'matched_full_lines' : matched > 0 ? 'matched_part_lines' : 'unmatched_lines'] += 1;
    sum.matched_units += matched;
    sum.unmatched_units += units - matched;
  }
  return sum;
}

function unitsOf({ invoice, position }: ClassifiedLine, received: ReceivedUnits): { units: number; matched: number } {
  let [units, matched] = [0, 0];
  for (let part = 0; ; part++) {
    const unit = received.get(returnUnitIdOf(invoice, position, part));
    if (unit === undefined) return { units, matched };
    units += unit.quantity;
    if (unit.sold) matched += unit.quantity;
  }
}

export function addMatches(a: ReturnMatching, b: ReturnMatching): ReturnMatching {
  return Object.fromEntries(Object.entries(a).map(([key, value]) => [key, value + b[key as keyof ReturnMatching]])) as ReturnMatching;
}
