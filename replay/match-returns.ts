// Owns finding the sales a return belongs to. A return names no invoice; it is taken to belong to earlier sales of
// the same customer and item, the latest first, as far as units of them are not returned yet.
import type { ClassifiedLine } from './classify.ts';

/** Units of one sale line. */
export type SoldUnits = { invoice: string; position: number; units: number };

/** What is left to return, for going on in a later run. */
export type ReturnablePool = { customer: string; code: string; sold: SoldUnits[] }[];

export type ReturnMatch = {
  /** `blind`: no unit found; `no_customer`: nothing to look for (and blind as well). */
  kind: 'full' | 'part' | 'blind' | 'no_customer';
  /** Sale lines and how many units of each come back; their sum is at most the units of the return. */
  links: SoldUnits[];
  /** Units that no sale was found for. */
  unmatched: number;
};

export type ReturnMatcher = {
  /** Takes a SALE line in, or answers a RETURN line; feed lines in time or play order. Other classes: undefined. */
  next(line: ClassifiedLine): ReturnMatch | undefined;
  /** A copy of what is left, for `createReturnMatcher`. */
  pool(): ReturnablePool;
};

export function createReturnMatcher(from: ReturnablePool = []): ReturnMatcher {
  const pool = new Map(from.map((entry) => [`${entry.customer} ${entry.code}`, structuredClone(entry)]));

  function sell({ customer, code, invoice, position, units }: ClassifiedLine): void {
    if (customer === null) return;
    const key = `${customer} ${code}`;
    const entry = pool.get(key) ?? { customer, code, sold: [] };
    entry.sold.push({ invoice, position, units });
    pool.set(key, entry);
  }

  function giveBack({ customer, code, units }: ClassifiedLine): ReturnMatch {
    if (customer === null) return { kind: 'no_customer', links: [], unmatched: units };
    const key = `${customer} ${code}`;
    const sold = pool.get(key)?.sold ?? [];
    const links: SoldUnits[] = [];
    let unmatched = units;
    while (unmatched > 0) {
      const latest = sold.at(-1);
      if (latest === undefined) break;
      const taken = Math.min(unmatched, latest.units);
      links.push({ ...latest, units: taken });
      latest.units -= taken;
      unmatched -= taken;
      if (latest.units === 0) sold.pop();
    }
    if (sold.length === 0) pool.delete(key);
    return { kind: unmatched === 0 ? 'full' : unmatched < units ? 'part' : 'blind', links, unmatched };
  }

  return {
    next(line) {
      if (line.class === 'SALE') sell(line);
      return line.class === 'RETURN' ? giveBack(line) : undefined;
    },
    pool: () => structuredClone([...pool.values()]),
  };
}
