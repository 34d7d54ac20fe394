// Owns the plan of one play: what opening its lines need, and which sales its returns belong to.
import type { ClassifiedLine } from './classify.ts';
import type { ReplayDocument } from './documents.ts';
import { createReturnMatcher, type ReturnablePool, type ReturnMatch } from './match-returns.ts';

export type PlannedReturns = {
  matchOf(line: ClassifiedLine): ReturnMatch;
  /** Invoices of the sales that a return belongs to. */
  salesOf(document: ReplayDocument): string[];
  /** What can be returned after this play. */
  pool: ReturnablePool;
};

/** Documents in play order. */
export function planReturns(documents: readonly ReplayDocument[], before: ReturnablePool): PlannedReturns {
  const matcher = createReturnMatcher(before);
  const matches = new Map<ClassifiedLine, ReturnMatch>();
  for (const { lines } of documents) {
    for (const line of lines) {
      const match = matcher.next(line);
      if (match) matches.set(line, match);
    }
  }
  return {
    matchOf: (line) => matches.get(line) ?? { kind: 'blind', links: [], unmatched: line.units },
    salesOf: ({ lines }) => [...new Set(lines.flatMap((line) => (matches.get(line)?.links ?? []).map((link) => link.invoice)))],
    pool: matcher.pool(),
  };
}
