// What can be promised of an item, computed from what is there and never stored by hand, with every step in words.
import { compareText } from '#domain/slice.ts';

/** What one warehouse has of an item; all numbers are base units. */
export interface Supply {
  readonly warehouse: string;
  readonly itemId: string;
  /** Sellable, in bins where it may be picked, without what is expired. */
  readonly sellable: number;
  /** In a bin whose books were overdrawn of it: not promised until that is cleared up. */
  readonly doubtful: number;
  /** On hand and not for sale: held, damaged, waiting for inspection, at the dock. */
  readonly kept: number;
  /** Promised to picks that are still to be done. */
  readonly promised: number;
  /** Ordered and not promised yet, also by orders on hold. */
  readonly waiting: number;
  readonly arrivals: readonly Arrival[];
}
export interface Arrival {
  readonly at: number;
  readonly quantity: number;
  /** Delivery or purchase order. */
  readonly document: string;
}
export interface Step {
  readonly words: string;
  /** With its sign; null where the words say all. */
  readonly units: number | null;
}
export interface WarehousePromise {
  readonly warehouse: string;
  readonly now: number;
  readonly steps: readonly Step[];
  /** When more becomes free, soonest first: how much in all by then. */
  readonly later: readonly { readonly at: number; readonly total: number; readonly document: string }[];
}
export interface ItemPromise {
  readonly itemId: string;
  readonly channelId: string;
  readonly now: number;
  readonly warehouses: readonly WarehousePromise[];
  /** For the quantity that was asked: since when it can be promised; null where nothing on the way covers it. */
  readonly asked: { readonly quantity: number; readonly at: number | null; readonly words: string };
}

/** What is free in one warehouse above its safety stock; never below zero. */
export const freeIn = (supply: Supply, safety: number): number => Math.max(0, supply.sellable - supply.promised - supply.waiting - safety);

/** `order`: the warehouses that serve the channel, first choice first; `at`: now. */
export function promiseOf(itemId: string, channelId: string, quantity: number, supplies: readonly Supply[], order: readonly string[], safetyOf: (warehouse: string) => number, at: number): ItemPromise {
  const of = order.map((warehouse): WarehousePromise => {
    const supply = supplies.find((each) => each.warehouse === warehouse) ?? nothingIn(warehouse, itemId);
    const safety = safetyOf(warehouse);
    // What is missing now is served first by what comes.
    let total = supply.sellable - supply.promised - supply.waiting - safety;
    const later = supply.arrivals.toSorted((a, b) => a.at - b.at || compareText(a.document, b.document)).flatMap((arrival) => {
      total += arrival.quantity;
      return total > 0 ? [{ at: Math.max(at, arrival.at), total, document: arrival.document }] : [];
    });
    return { warehouse, now: freeIn(supply, safety), steps: stepsOf(supply, safety), later };
  });
  const now = of.reduce((sum, each) => sum + each.now, 0);
  return { itemId, channelId, now, warehouses: of, asked: { quantity, ...whenFor(quantity, now, of, at) } };
}

function stepsOf(supply: Supply, safety: number): readonly Step[] {
  const steps: Step[] = [
    { words: 'sellable, in bins where it may be picked', units: supply.sellable },
    { words: 'promised to picks that are still to be done', units: -supply.promised },
    { words: 'ordered and still without stock', units: -supply.waiting },
    { words: 'kept as safety stock', units: -safety },
  ];
  const left = supply.sellable - supply.promised - supply.waiting - safety;
  return [
    ...steps.filter((step, index) => index === 0 || step.units !== 0),
    ...(left < 0 ? [{ words: 'more is asked for than is there, so nothing is free', units: null }] : []),
    ...(supply.kept > 0 ? [{ words: `not counted: ${supply.kept} on hold, damaged, at the dock or waiting for inspection`, units: null }] : []),
    ...(supply.doubtful > 0 ? [{ words: `not counted: ${supply.doubtful} in bins whose books are overdrawn`, units: null }] : []),
  ];
}

/** Over all warehouses together, by the day each arrival comes. */
function whenFor(quantity: number, now: number, warehouses: readonly WarehousePromise[], at: number): { readonly at: number | null; readonly words: string } {
  if (quantity <= now) {
    const whole = warehouses.find((each) => each.now >= quantity);
    return { at, words: whole ? `now, all of it from ${whole.warehouse}` : 'now, from several warehouses together' };
  }
  const best = new Map(warehouses.map((each) => [each.warehouse, each.now]));
  for (const change of warehouses.flatMap((each) => each.later.map((step) => ({ ...step, warehouse: each.warehouse }))).toSorted((a, b) => a.at - b.at || compareText(a.warehouse, b.warehouse))) {
    best.set(change.warehouse, Math.max(best.get(change.warehouse) ?? 0, change.total));
    if ([...best.values()].reduce((sum, units) => sum + units, 0) >= quantity) return { at: change.at, words: `with ${change.document}, for ${change.warehouse}` };
  }
  return { at: null, words: 'not with anything that is on its way' };
}

export const nothingIn = (warehouse: string, itemId: string): Supply => ({ warehouse, itemId, sellable: 0, doubtful: 0, kept: 0, promised: 0, waiting: 0, arrivals: [] });
