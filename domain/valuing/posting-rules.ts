// Which accounts a stock effect or a decision about money is posted to: rules held as data, the first that fits by
// priority. A rule for a new kind of posting is a row, not a change of the program.
import { isOnHand } from '#domain/positions.ts';
import type { Row } from '#domain/tables.ts';

/** How the units of a movement are valued: what they cost on average, by the item list, at the purchase, when they went out, or what went into them. */
export type CostBasis = 'average' | 'standard' | 'purchase' | 'outbound' | 'conversion' | 'transit';
/** What is posted: stock that comes or goes, goods that change their grade, what was sold, and each step of a refund. */
export type PostingEvent = 'stock.in' | 'stock.out' | 'stock.grade' | 'stock.difference' | 'stock.rounding' | 'sale.goods' | 'sale.tax' | 'sale.shipping' | 'refund.due' | 'refund.exchange' | 'refund.settled' | 'refund.elsewhere';

export interface PostingRule {
  readonly rule_id: string;
  /** Smaller is looked at first. */
  readonly priority: number;
  readonly event: string;
  /** Empty fits all; one that ends in "%" fits what begins so. */
  readonly movement_type: string;
  readonly counterpart: string;
  readonly reason: string;
  readonly debit: string;
  readonly credit: string;
  readonly cost: string;
}
export interface Posted {
  readonly event: PostingEvent;
  readonly type: string;
  /** The account of the ledger at the other end (`~customer`), where goods leave or enter the house. */
  readonly counterpart: string;
  readonly reason: string;
}

const fits = (pattern: string, value: string): boolean => pattern === '' || (pattern.endsWith('%') ? value.startsWith(pattern.slice(0, -1)) : pattern === value);

/** Throws where no rule fits: nothing is left out of the books silently. */
export function ruleFor(rules: readonly PostingRule[], posted: Posted): PostingRule {
  const found = rules.filter((rule) => rule.event === posted.event && fits(rule.movement_type, posted.type) && fits(rule.counterpart, posted.counterpart) && fits(rule.reason, posted.reason)).toSorted((a, b) => a.priority - b.priority || (a.rule_id < b.rule_id ? -1 : 1))[0];
  if (!found) throw new Error(`no posting rule for ${posted.event} ${posted.type} ${posted.counterpart} ${posted.reason}`);
  return found;
}

type Movement = Pick<Row<'movement'>, 'from_location' | 'to_location' | 'from_owner' | 'to_owner'>;
/** Whether goods of ours enter or leave the house by it; undefined where they only move inside. */
export function directionOf({ from_location, to_location, from_owner, to_owner }: Movement): 'in' | 'out' | undefined {
  const [from, to] = [isOnHand(from_location) && from_owner === '', isOnHand(to_location) && to_owner === ''];
  return from === to ? undefined : to ? 'in' : 'out';
}
